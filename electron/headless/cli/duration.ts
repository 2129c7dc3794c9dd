import { ok, type Result } from '../../../shared/lang/result.ts';
import { type UsageError, usage } from './cli-error.ts';

const UNITS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

const LONGEST = 366 * 86_400_000;

/** Milliseconds of `15m`, `1h` or `2d`, up to a year. */
export function durationOf(option: string, text: string): Result<number, UsageError> {
  const [, digits = '', unit = ''] = /^(\d+)([smhd])$/.exec(text) ?? [];
  const ms = Number(digits) * (UNITS[unit] ?? 0);
  return ms > 0 && ms <= LONGEST
    ? ok(ms)
    : usage(`${option} takes a number and a unit (s, m, h or d), like 15m or 1h, not "${text}"`);
}
