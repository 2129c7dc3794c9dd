import http from 'node:http';
import https from 'node:https';
import { join } from 'node:path';
import { vi } from 'vitest';
import type { Host } from '../../../electron/headless/host.ts';
import type { CallInput } from '../../../shared/contracts/outbox-api.ts';
import type { AttemptOutcome } from '../../../shared/outbox/attempt-outcome.ts';
import type { Certificate } from '../../support/private-ca.ts';
import { add, details, realHost } from '../../support/real-host.ts';
import type { Person, RealProxy } from '../../support/real-proxies.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { listen } from '../worker/support.ts';

/** A server that says yes and keeps what came. */
export interface Target {
  readonly url: string;
  readonly origin: string;
  readonly requests: readonly http.IncomingHttpHeaders[];
}

export async function target(certificate: Certificate | null = null): Promise<Target> {
  const requests: http.IncomingHttpHeaders[] = [];
  const listener: http.RequestListener = (request, response) => {
    requests.push(request.headers);
    request.resume().on('end', () => {
      response.writeHead(201, { 'content-type': 'application/json' });
      response.end('{"id":"r-1"}');
    });
  };
  const server =
    certificate === null ? http.createServer(listener) : https.createServer(certificate, listener);
  const { port } = await listen(server);
  const origin = `${certificate === null ? 'http' : 'https'}://127.0.0.1:${port}`;
  return { url: `${origin}/visits`, origin, requests };
}

/** Where the proxy of the environment is, for everything that a host of this test sends, loopback and all. */
export function useProxy(proxy: RealProxy | string, person: Person | null = null): void {
  const url = new URL(typeof proxy === 'string' ? proxy : proxy.url);
  url.username = person?.user ?? '';
  url.password = person?.password ?? '';
  for (const name of ['HTTP_PROXY', 'HTTPS_PROXY']) {
    vi.stubEnv(name, url.href);
    vi.stubEnv(name.toLowerCase(), undefined);
  }
  vi.stubEnv('NO_PROXY', '<-loopback>');
  vi.stubEnv('no_proxy', undefined);
}

export const host = (): Promise<Host> => realHost(join(tempFolder(), 'home'));

/** What the newest attempt of an item came to. */
export async function lastOutcome(of: Host, id: string): Promise<AttemptOutcome | null> {
  return (await details(of, id)).attempts.at(-1)?.outcome ?? null;
}

/** Adds one request and waits until it was tried once. */
export async function send(
  of: Host,
  url: string,
  request: Partial<CallInput<'enqueue'>> = {},
): Promise<string> {
  const id = await add(of, {
    method: 'POST',
    url,
    body: { kind: 'json', value: { n: 1 } },
    ...request,
  });
  await tried(of, id);
  return id;
}

/** Resolves once the item's attempt number `tries` has ended. */
export const tried = (of: Host, id: string, tries = 1): Promise<void> =>
  new Promise((resolve) => {
    const look = async (): Promise<void> => {
      const ended = (await details(of, id)).attempts.filter((one) => one.endedAt !== null);
      if (ended.length < tries) return;
      off();
      resolve();
    };
    const off = of.onChange(() => void look());
    void look();
  });

export { details };
