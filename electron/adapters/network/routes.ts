import type { Settings } from '../../../shared/contracts/settings.ts';
import type { ProxyCredentials, ProxyHop } from '../../../shared/contracts/worker-protocol.ts';
import { err, ok } from '../../../shared/lang/result.ts';
import type { CaFiles } from '../../core/ports/ca-files.ts';
import type { Routes } from '../../core/ports/routes.ts';
import type { ProxySignIns } from '../../core/proxy-sign-ins.ts';
import {
  type Environment,
  nameOfProxy,
  type ProxyChoice,
  proxyOfEnvironment,
  proxyOfPac,
  proxyOfSetting,
} from './choose-proxy.ts';
import { goesDirectly } from './no-proxy.ts';

export interface RoutesDeps {
  readonly env: Environment;
  readonly settings: () => Pick<Settings, 'proxy' | 'proxy.except'>;
  /** What the system says, in the words of a PAC file; left out where nobody asks it. */
  readonly systemProxy?: ((url: string) => Promise<string>) | undefined;
  readonly caFiles: CaFiles;
  readonly signIns: Pick<ProxySignIns, 'credentialsFor' | 'refused' | 'isRefused'>;
}

/** What is set by hand goes first, then the environment, then the system. */
export function createRoutes({ env, settings, systemProxy, caFiles, signIns }: RoutesDeps): Routes {
  async function choose(url: URL): Promise<ProxyChoice> {
    const set = proxyOfSetting(url, settings());
    const said = set.kind === 'unsaid' ? proxyOfEnvironment(url, env) : set;
    if (said.kind !== 'unsaid' || systemProxy === undefined || goesDirectly(url, '')) return said;
    return proxyOfPac(await systemProxy(url.href).catch(() => 'DIRECT'));
  }

  /** What somebody signed in with goes before what stands in a URL. */
  async function hopOf(proxy: URL): Promise<ProxyHop> {
    const name = nameOfProxy(proxy);
    const all = [await signIns.credentialsFor(name), credentialsIn(proxy)].filter(
      (one) => one !== null,
    );
    const good = all.find((one) => !signIns.isRefused(name, one)) ?? null;
    return { url: proxy.origin, credentials: good, refused: good === null && all.length > 0 };
  }

  return {
    async to(text, trust) {
      const choice = await choose(new URL(text));
      if (choice.kind === 'unusable') return err({ cause: 'proxy', code: 'PROXY_UNUSABLE' });
      const ca = trust === null ? null : await caFiles.read(trust.file, trust.account);
      if (ca?.ok === false) return err({ cause: 'certificate', code: ca.error.code });
      return ok({
        route: {
          proxy: choice.kind === 'proxy' ? await hopOf(choice.url) : null,
          ca: ca === null ? null : ca.value.pem,
        },
        proxyName: choice.kind === 'proxy' ? nameOfProxy(choice.url) : null,
        from: choice.kind === 'unsaid' ? null : choice.from,
      });
    },
    refused({ proxy }) {
      if (proxy !== null && proxy.credentials !== null)
        signIns.refused(nameOfProxy(new URL(proxy.url)), proxy.credentials);
    },
  };
}

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
