import { APP_BRIDGE, APP_BRIDGE_VERSION, type OutTray } from '../../shared/contracts/app-bridge.ts';

/** The outbox that this page was given; null in an ordinary browser, and for a version that this client does not know. */
export function outtray(): OutTray | null {
  const found = Reflect.get(globalThis, APP_BRIDGE) as Partial<OutTray> | undefined;
  return found?.version === APP_BRIDGE_VERSION ? (found as OutTray) : null;
}
