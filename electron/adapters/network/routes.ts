import type { ProxyCredentials, ProxyHop } from '../../../shared/contracts/worker-protocol.ts';
import { err, ok } from '../../../shared/lang/result.ts';
import type { CaFiles } from '../../core/ports/ca-files.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Routes } from '../../core/ports/routes.ts';
import { type Environment, type ProxyChoice, proxyOfEnvironment } from './choose-proxy.ts';

export interface RoutesDeps {
  readonly env: Environment;
  readonly caFiles: CaFiles;
  readonly clock: Pick<Clock, 'monotonic'>;
}

/** As long as a refused password is not shown to its proxy again: accounts are locked after a few wrong ones. */
const REFUSED_MS = 15 * 60 * 1000;

export function createRoutes({ env, caFiles, clock }: RoutesDeps): Routes {
  const refusals = new Map<string, number>();

  const isRefused = (key: string): boolean =>
    clock.monotonic() - (refusals.get(key) ?? Number.NEGATIVE_INFINITY) < REFUSED_MS;

  function hopOf(proxy: URL): ProxyHop {
    const hop = { url: proxy.origin, credentials: credentialsIn(proxy), refused: false };
    return isRefused(keyOf(hop)) ? { ...hop, credentials: null, refused: true } : hop;
  }

  return {
    async to(text, trust) {
      const choice: ProxyChoice = proxyOfEnvironment(new URL(text), env);
      if (choice.kind === 'unusable') return err({ cause: 'proxy', code: 'PROXY_UNUSABLE' });
      const ca = trust === null ? null : await caFiles.read(trust.file, trust.account);
      if (ca?.ok === false) return err({ cause: 'certificate', code: ca.error.code });
      return ok({
        route: {
          proxy: choice.kind === 'proxy' ? hopOf(choice.url) : null,
          ca: ca === null ? null : ca.value.pem,
        },
        from: choice.kind === 'unsaid' ? null : choice.from,
      });
    },
    refused({ proxy }) {
      if (proxy !== null && proxy.credentials !== null)
        refusals.set(keyOf(proxy), clock.monotonic());
    },
  };
}

const keyOf = ({ url, credentials }: Pick<ProxyHop, 'url' | 'credentials'>): string =>
  JSON.stringify([url, credentials]);

function credentialsIn({ username, password }: URL): ProxyCredentials | null {
  if (username === '' && password === '') return null;
  return { user: decoded(username), password: decoded(password) };
}

/** A `%` that begins nothing is meant as it stands. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll(/%(?![\da-f]{2})/gi, '%25'));
  } catch {
    return text;
  }
}
