import type { OutboxStore } from '../../electron/core/ports/outbox-store.ts';
import type { NewItem } from '../../electron/core/ports/store-writer.ts';
import { ok } from '../../shared/lang/result.ts';
import type { Priority } from '../../shared/outbox/priority.ts';
import { newItem, openAttempt, report, request, textBody } from '../support/item-fixtures.ts';

const WORDS = ['meter', 'visit', 'photo', 'kitchen', 'boiler', 'street', 'signed', 'report'];

/** One in a thousand items has it. */
export const RARE = 'griffin';

/** Every item has it. */
export const COMMON = 'inspection';

const STATUSES = [422, 503, 409, 500];

/** A queue like that of a long week without a network: five servers, some answers, bodies of some 500 bytes. */
export async function fillQueue(store: OutboxStore, size: number): Promise<void> {
  const writes: Promise<unknown>[] = [];
  for (let n = 0; n < size; n += 1) {
    writes.push(store.write((tx) => ok(addItem(tx, n))));
    if (writes.length === 1_000) await Promise.all(writes.splice(0));
  }
  await Promise.all(writes);
}

type Writer = Parameters<Parameters<OutboxStore['write']>[0]>[0];

function addItem(tx: Writer, n: number): null {
  const word = WORDS[n % WORDS.length] ?? '';
  const other = WORDS[(n >> 3) % WORDS.length] ?? '';
  const text = `${word} ${other} ${n % 1_000 === 7 ? RARE : ''} ${n}`;
  const origin = `https://server-${n % 5}.test`;
  const base: NewItem = newItem({
    id: `item-${n}`,
    title: `${COMMON} ${text}`,
    ref: `ref-${n}`,
    url: `${origin}/forms/${n}`,
    origin,
    labels: [word],
    priority: ((n % 4) + 1) as Priority,
    effectivePriority: ((n % 4) + 1) as Priority,
    bodyBytes: (n * 7_919) % 100_000,
  });
  const item = tx.insert(base, request(textBody(bodyOf(text, n))), [], n);
  if (n % 10 !== 3) return null;
  const status = STATUSES[((n / 10) % STATUSES.length) | 0] ?? 503;
  tx.openAttempt(openAttempt(item.id, 1));
  const inline = new TextEncoder().encode(`{"detail":"the ${other} is not known","number":${n}}`);
  tx.closeAttempt(item.id, 1, {
    endedAt: n,
    outcome: { kind: 'rejected', status },
    counted: true,
    report,
    body: { bytes: inline.length, inline, file: null, truncated: null },
  });
  tx.save(
    {
      ...item,
      attempts: 1,
      last: { kind: 'rejected', status, code: null, at: n },
      state: 'attention',
      since: n,
      reason: { code: 'REJECTED', status },
    },
    { state: 'queued', revision: 1 },
    'attemptEnded',
    n,
  );
  return null;
}

function bodyOf(text: string, n: number): string {
  const answers = Array.from(
    { length: 12 },
    (_, at) => `"q${at}":"${WORDS[(n + at * n) % 8]} ${at}"`,
  );
  return `{"note":"${text}",${answers.join(',')},"comment":"${'as seen on the spot '.repeat(12)}"}`;
}
