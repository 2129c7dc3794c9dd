import { join } from 'node:path';
import { openHost } from '../../../electron/headless/index.ts';
import type { CallInput } from '../../../shared/contracts/outbox-api.ts';
import { add, atRest } from '../../support/real-host.ts';

export interface RichProfile {
  readonly home: string;
  /** An item in each of these states; `later` waits for its time. */
  readonly ids: Readonly<
    Record<'delivered' | 'attention' | 'unconfirmed' | 'later' | 'held', string>
  >;
}

/** A profile in `folder` with items that a practice server has answered, others for later, and accounts: `field`, not signed in, `web`, which one signs in in a browser, and `open`. */
export async function makeRichProfile(folder: string, url: string): Promise<RichProfile> {
  const home = join(folder, 'home');
  const opened = await openHost({ home });
  if (!opened.ok) throw new Error(opened.error.code);
  const host = opened.value;
  const post = (query: string, more: Partial<CallInput<'enqueue'>> = {}): Promise<string> =>
    add(host, { method: 'POST', url: `${url}/inbox/x?${query}`, ...more });
  const notBefore = '2100-01-01T00:00:00Z';
  const origins = ['https://api.example'];
  const field = { name: 'field', origins, auth: { kind: 'bearer' } } as const;
  const web = {
    name: 'web',
    origins,
    auth: {
      kind: 'bearer',
      refresh: {
        kind: 'oauth2',
        tokenUrl: 'https://id.example/token',
        authorizationUrl: 'https://id.example/authorize',
        clientId: 'app',
      },
    },
  } as const;
  const open = { name: 'open', origins, auth: { kind: 'none' } } as const;
  for (const account of [field, web, open]) {
    await host.api.call('accounts.save', account, { kind: 'cli' });
  }
  const sent = {
    delivered: await post(''),
    attention: await post('invalid'),
    unconfirmed: await post('commit-then-drop', { unknownOutcome: 'ask' }),
  };
  await host.sending.start();
  await atRest(host);
  const later = { later: await post('', { notBefore }), held: await post('', { notBefore }) };
  await host.api.call('hold', { items: { ids: [later.held] } }, { kind: 'cli' });
  await host.close(0);
  const ids = { ...sent, ...later };
  return { home, ids };
}
