import { connect } from 'node:net';
import type { OriginFacts } from '../../core/diagnosis/facts.ts';
import { proxyFor } from './proxy-for.ts';

const PATIENCE_MS = 3_000;

/**
 * Looks an origin's name up and opens a TCP connection to it, or to the proxy that stands before it, and closes it
 * without having sent anything. Answers within three seconds.
 */
export function reachOrigin(
  origin: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<OriginFacts> {
  const proxyUrl = proxyFor(origin, env);
  const { hostname, port, protocol } = proxyUrl ?? new URL(origin);
  const host = hostname.replaceAll(/^\[|\]$/g, '');
  const to = port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
  // A proxy's URL may carry a password: only where it is.
  const proxy = proxyUrl === null ? null : `${hostname}:${to}`;
  const began = performance.now();
  return new Promise((resolve) => {
    const socket = connect({ host, port: to });
    const end = (facts: OriginFacts): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(facts);
    };
    const timer = setTimeout(() => end(unreachable('ETIMEDOUT')), PATIENCE_MS);
    const unreachable = (detail: string): OriginFacts => ({ kind: 'unreachable', detail, proxy });
    socket.once('connect', () =>
      end({ kind: 'reached', tookMs: performance.now() - began, proxy }),
    );
    socket.once('error', (error: NodeJS.ErrnoException) =>
      end(unreachable(error.code ?? error.message)),
    );
  });
}
