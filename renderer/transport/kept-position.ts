import type { Position } from './followed-client.ts';
import type { PageEnvironment } from './page-environment.ts';

type Storage = PageEnvironment['storage'];

const CURSOR = 'outtray.cursor';

export const hasPosition = (storage: Storage): boolean => storage.getItem(CURSOR) !== null;

/** How far this tab has heard what happened, over its reloads. */
export function keptPosition(storage: Storage): Position {
  let cursor = Number(storage.getItem(CURSOR) ?? 0);
  return {
    cursor: () => cursor,
    keepCursor(next) {
      cursor = next;
      storage.setItem(CURSOR, String(next));
    },
  };
}

export const forgetPosition = (storage: Storage): void => storage.removeItem(CURSOR);
