import { assertNever } from '../../../shared/lang/assert-never.ts';

/** For how long sending may be paused from the tray. */
export const PAUSE_LENGTHS = ['quarter', 'hour', 'tomorrow', 'resumed'] as const;

export type PauseLength = (typeof PAUSE_LENGTHS)[number];

const MINUTE = 60_000;

/** When a pause that begins now ends by itself; null waits for a person. */
export function pauseEnd(
  length: PauseLength,
  now: number,
  tomorrow: (now: number) => number,
): number | null {
  switch (length) {
    case 'quarter':
      return now + 15 * MINUTE;
    case 'hour':
      return now + 60 * MINUTE;
    case 'tomorrow':
      return tomorrow(now);
    case 'resumed':
      return null;
    default:
      return assertNever(length);
  }
}
