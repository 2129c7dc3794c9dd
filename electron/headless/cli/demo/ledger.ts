import { get } from 'node:http';
import { text } from 'node:stream/consumers';
import type { PracticeLedger } from '../../../../shared/contracts/practice-protocol.ts';

const NOTHING: PracticeLedger = {
  entries: [],
  effects: [],
  duplicates: 0,
  overlaps: 0,
  conflicts: 0,
  signIns: { logins: 0, refreshes: 0, reuseAlarms: 0 },
  next: null,
};

/** What the practice server at `url` knows of an idempotency key, asked over HTTP like anybody could. */
export async function ledgerOfKey(url: string, key: string): Promise<PracticeLedger> {
  const { status, body } = await answer(`${url}/ledger/${encodeURIComponent(key)}`);
  if (status === 404) return NOTHING;
  return JSON.parse(body) as PracticeLedger;
}

/** Without the proxy of the environment: this never leaves the machine. */
function answer(url: string): Promise<{ readonly status: number; readonly body: string }> {
  return new Promise((resolve, reject) => {
    get(url, { agent: false }, (response) => {
      text(response).then((body) => resolve({ status: response.statusCode ?? 0, body }), reject);
    }).on('error', reject);
  });
}
