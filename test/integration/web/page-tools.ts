import type { Host } from '../../../electron/headless/host.ts';
import { createHttpTransport } from '../../../renderer/transport/http-transport.ts';
import type { OutboxClient } from '../../../renderer/transport/outbox-client.ts';
import type { PageEnvironment } from '../../../renderer/transport/page-environment.ts';

export interface Address {
  /** Where requests go: the host, or a line to it that can be spoilt. */
  readonly port: number;
  /** What stands in the Host header. */
  readonly authority: string;
  readonly fragment: string;
}

/** A new address of the host's page. */
export async function addressOf(host: Host): Promise<Address> {
  const page = await host.servePage();
  if (!page.ok) throw new Error(page.error.code);
  const { port, host: authority, hash } = new URL(page.value);
  return { port: Number(port), authority, fragment: hash.slice(1) };
}

export type Storage = Map<string, string>;

/** A tab of a browser, as far as the transport sees it. `cut` ends whatever it has open. */
export function tab(
  address: Address,
  storage: Storage = new Map(),
): { readonly client: OutboxClient; readonly cut: () => void } {
  const open = new Set<AbortController>();
  let fragment = address.fragment;
  const page: PageEnvironment = {
    async fetch(path, init) {
      const line = new AbortController();
      init.signal?.addEventListener('abort', () => line.abort(), { once: true });
      open.add(line);
      return fetch(`http://127.0.0.1:${address.port}${path}`, { ...init, signal: line.signal });
    },
    takeFragment() {
      const taken = fragment;
      fragment = '';
      return taken;
    },
    storage: {
      getItem: (key) => storage.get(key) ?? null,
      setItem: (key, value) => void storage.set(key, value),
      removeItem: (key) => void storage.delete(key),
    },
    after(ms, callback) {
      const timer = setTimeout(callback, ms);
      return () => clearTimeout(timer);
    },
    now: () => Date.now(),
    random: () => Math.random(),
    onHint() {},
  };
  return {
    client: createHttpTransport(page),
    cut() {
      for (const line of open) line.abort();
      open.clear();
    },
  };
}
