import type { Settings } from '../../../shared/contracts/settings.ts';
import type { ProxyCredentials, ProxyHop } from '../../../shared/contracts/worker-protocol.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import type { CaFiles } from '../../core/ports/ca-files.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { PacFiles } from '../../core/ports/pac-files.ts';
import type { NoWay, PacSilence, Routes } from '../../core/ports/routes.ts';
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
  readonly pacFiles: Pick<PacFiles, 'ask' | 'lookAgain'>;
  readonly caFiles: CaFiles;
  readonly signIns: Pick<ProxySignIns, 'credentialsFor' | 'refused' | 'isRefused'>;
  readonly clock: Pick<Clock, 'monotonic'>;
}

/** As long as browsers go round a proxy that did not answer. */
const DOWN_MS = 5 * 60 * 1000;

interface Chosen {
  readonly choice: Exclude<ProxyChoice, { kind: 'unusable' }>;
  /** Why the one who should say something does not. */
  readonly silent: PacSilence | null;
}

/** What is set by hand goes first, then the environment, then the system. */
export function createRoutes(deps: RoutesDeps): Routes {
  const { env, settings, systemProxy, pacFiles, caFiles, signIns, clock } = deps;
  const downUntil = new Map<string, number>();
  const isDown = (proxy: URL): boolean =>
    (downUntil.get(nameOfProxy(proxy)) ?? 0) > clock.monotonic();

  async function choose(url: URL): Promise<Result<Chosen, NoWay>> {
    const set = proxyOfSetting(url, settings());
    if (set.kind === 'pac') return byPac(set.url, url);
    const said = set.kind === 'unsaid' ? proxyOfEnvironment(url, env) : set;
    return usable(said.kind === 'unsaid' ? await bySystem(url) : said);
  }

  async function bySystem(url: URL): Promise<ProxyChoice> {
    if (systemProxy === undefined || goesDirectly(url, '')) return { kind: 'unsaid' };
    return proxyOfPac(await systemProxy(url.href).catch(() => 'DIRECT'), 'system', isDown);
  }

  async function byPac(pac: string, url: URL): Promise<Result<Chosen, NoWay>> {
    const answer = await pacFiles.ask(pac, url);
    if (answer.ok) return usable(proxyOfPac(answer.value, 'pac', isDown));
    const { code, detail } = answer.error;
    return code === 'PAC_UNREACHABLE'
      ? ok({ choice: { kind: 'direct', from: 'pac' }, silent: code })
      : err({ cause: 'proxy', code, detail });
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
      const chosen = await choose(new URL(text));
      if (!chosen.ok) return chosen;
      const { choice, silent } = chosen.value;
      const ca = trust === null ? null : await caFiles.read(trust.file, trust.account);
      if (ca?.ok === false) return err({ cause: 'certificate', code: ca.error.code, detail: null });
      return ok({
        route: {
          proxy: choice.kind === 'proxy' ? await hopOf(choice.url) : null,
          ca: ca === null ? null : ca.value.pem,
        },
        proxyName: choice.kind === 'proxy' ? nameOfProxy(choice.url) : null,
        from: choice.kind === 'unsaid' ? null : choice.from,
        silent,
      });
    },
    refused({ proxy }) {
      if (proxy !== null && proxy.credentials !== null)
        signIns.refused(nameOfProxy(new URL(proxy.url)), proxy.credentials);
    },
    down({ proxy }) {
      if (proxy !== null)
        downUntil.set(nameOfProxy(new URL(proxy.url)), clock.monotonic() + DOWN_MS);
    },
    lookAgain() {
      downUntil.clear();
      pacFiles.lookAgain();
    },
  };
}

function usable(choice: ProxyChoice): Result<Chosen, NoWay> {
  return choice.kind === 'unusable'
    ? err({ cause: 'proxy', code: 'PROXY_UNUSABLE', detail: null })
    : ok({ choice, silent: null });
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
