import { createCaFiles } from '../adapters/network/ca-files.ts';
import { createPacFiles } from '../adapters/network/pac/pac-files.ts';
import { createRoutes, type RoutesDeps } from '../adapters/network/routes.ts';
import { systemClock as clock, systemTimers as timers } from '../adapters/system/system.ts';
import type { CaFiles } from '../core/ports/ca-files.ts';
import type { PacFiles } from '../core/ports/pac-files.ts';
import type { Routes } from '../core/ports/routes.ts';

/** How requests leave this machine, and what that is read from. */
export interface WaysOut {
  readonly routes: Routes;
  readonly pacFiles: PacFiles;
  readonly caFiles: CaFiles;
}

export function createWaysOut(
  given: Pick<RoutesDeps, 'env' | 'settings' | 'systemProxy' | 'signIns'>,
): WaysOut {
  const caFiles = createCaFiles(clock);
  const pacFiles = createPacFiles({ clock, timers });
  return { caFiles, pacFiles, routes: createRoutes({ ...given, clock, caFiles, pacFiles }) };
}
