import type { WayView } from '../../shared/contracts/proxy-calls.ts';
import type { ClosedGate } from '../../shared/outbox/gate.ts';
import type { Routes } from './ports/routes.ts';
import type { StoreReader } from './ports/store-reader.ts';

/** The way to every server of an account, and to those that stand behind a proxy which asks for a sign-in. */
export function waysOf(
  read: Pick<StoreReader, 'accounts'>,
  gates: readonly ClosedGate[],
  routes: Routes,
): Promise<readonly WayView[]> {
  const origins = new Set([
    ...read.accounts().flatMap((account) => account.origins),
    ...gates.filter(({ reason }) => reason.code === 'PROXY_SIGN_IN').map(({ key }) => key),
  ]);
  return Promise.all(Array.from(origins, (origin) => wayTo(origin, routes)));
}

async function wayTo(origin: string, routes: Routes): Promise<WayView> {
  const way = await routes.to(origin, null);
  const nothing = { proxy: null, from: null, signedIn: false, refused: false };
  if (!way.ok) return { origin, ...nothing, problem: way.error.code };
  const { from, proxyName, route, silent } = way.value;
  return {
    origin,
    proxy: proxyName,
    from,
    signedIn: (route.proxy?.credentials ?? null) !== null,
    refused: route.proxy?.refused ?? false,
    problem: silent,
  };
}
