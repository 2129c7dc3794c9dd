import { onTestFinished } from 'vitest';
import type { Host } from '../../electron/headless/host.ts';
import { type HostOptions, openHost } from '../../electron/headless/index.ts';
import type { CallInput, ItemDetails } from '../../shared/contracts/outbox-api.ts';

const CHUNK = 500;

/** A real host on a profile folder, in the test's own process, closed after the test. */
export async function realHost(
  home: string,
  options: Omit<HostOptions, 'home'> = {},
): Promise<Host> {
  const opened = await openHost({ home, ...options });
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  let closed = false;
  const host: Host = {
    ...opened.value,
    async close(graceMs) {
      closed = true;
      await opened.value.close(graceMs);
    },
  };
  onTestFinished(async () => {
    if (!closed) await host.close(0);
  });
  return host;
}

export async function add(host: Host, request: CallInput<'enqueue'>): Promise<string> {
  const accepted = await host.api.call('enqueue', request, { kind: 'cli' });
  if (!accepted.ok) throw new Error(JSON.stringify(accepted.error));
  return accepted.value.id;
}

export async function addMany(
  host: Pick<Host, 'api'>,
  requests: CallInput<'enqueueMany'>['requests'],
): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let from = 0; from < requests.length; from += CHUNK) {
    const accepted = await host.api.call(
      'enqueueMany',
      { requests: requests.slice(from, from + CHUNK) },
      { kind: 'cli' },
    );
    if (!accepted.ok) throw new Error(JSON.stringify(accepted.error));
    ids.push(...accepted.value.map((one) => one.id));
  }
  return ids;
}

export async function details(host: Host, id: string): Promise<ItemDetails> {
  const found = await host.api.call('get', { id }, { kind: 'cli' });
  if (!found.ok) throw new Error(JSON.stringify(found.error));
  return found.value;
}

/** Resolves when nothing can move any more without a person. */
export const atRest = (host: Host): Promise<void> =>
  new Promise((resolve) => {
    const look = (): void => {
      if (host.sending.running().length > 0 || host.sending.outlook() === 'moving') return;
      offIdle();
      offChange();
      resolve();
    };
    const offIdle = host.sending.onIdle(look);
    const offChange = host.onChange(look);
    look();
  });
