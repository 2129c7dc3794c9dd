import { createCaFiles } from '../../electron/adapters/network/ca-files.ts';
import { fetchByRoute } from '../../electron/adapters/network/fetch-by-route.ts';
import { createPacFiles } from '../../electron/adapters/network/pac/pac-files.ts';
import { createRoutes } from '../../electron/adapters/network/routes.ts';
import { systemClock, systemTimers } from '../../electron/adapters/system/system.ts';
import { DEFAULT_SETTINGS } from '../../shared/contracts/settings.ts';

/** The ways out that such an environment says. */
export const routesOf = (env: NodeJS.ProcessEnv) =>
  createRoutes({
    env,
    clock: systemClock,
    pacFiles: createPacFiles({ clock: systemClock, timers: systemTimers }),
    settings: () => DEFAULT_SETTINGS,
    caFiles: createCaFiles(systemClock),
    signIns: { credentialsFor: async () => null, refused: () => {}, isRefused: () => false },
  });

/** Asks as a host in such an environment does. */
export const fetchFrom = (env: NodeJS.ProcessEnv) => fetchByRoute(routesOf(env));

/** The same on behalf of an account without certificates of its own. */
export function fetchByEnvironment(env: NodeJS.ProcessEnv) {
  const fetch = fetchFrom(env);
  return (url: string, init: RequestInit) => fetch(url, init, null);
}
