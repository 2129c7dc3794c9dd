import { afterEach, describe, expect, it, test } from 'vitest';
import { minuteOfDay, tomorrowMorning } from '../../../electron/main/shell/day-times.ts';
import { PAUSE_LENGTHS, pauseEnd } from '../../../electron/main/shell/pause-length.ts';
import { ASLEEP, stayAwake } from '../../../electron/main/shell/power-model.ts';

const zone = process.env['TZ'];

afterEach(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});

describe('the clock on the wall', () => {
  test.for([
    // The clock goes forward in the night to March 29 and back in the night to October 25.
    ['Europe/Berlin', '2026-03-28T22:30:00Z', '2026-03-29T04:00:00Z', 23 * 60 + 30],
    ['Europe/Berlin', '2026-10-24T10:00:00Z', '2026-10-25T05:00:00Z', 12 * 60],
    ['America/New_York', '2026-01-01T03:00:00Z', '2026-01-01T11:00:00Z', 22 * 60],
    ['UTC', '2026-12-31T00:00:00Z', '2027-01-01T06:00:00Z', 0],
  ] as const)('in %s at %s: tomorrow morning is %s', ([place, at, morning, minute]) => {
    process.env['TZ'] = place;
    expect(new Date(tomorrowMorning(Date.parse(at))).toISOString()).toBe(
      new Date(morning).toISOString(),
    );
    expect(minuteOfDay(Date.parse(at))).toBe(minute);
  });
});

it('a pause from the tray ends when it says', () => {
  const ends = PAUSE_LENGTHS.map((length) => pauseEnd(length, 1_000, (now) => now + 7));
  expect(ends).toEqual([901_000, 3_601_000, 1_007, null]);
});

describe('the machine', () => {
  it('is kept awake while something is sent and a moment longer', () => {
    const sending = stayAwake(ASLEEP, 1, 1_000);
    expect(sending.isAwake).toBe(true);
    expect(stayAwake(sending, 0, 30_999).isAwake).toBe(true);
    expect(stayAwake(sending, 0, 31_000)).toEqual(ASLEEP);
    expect(stayAwake(stayAwake(sending, 2, 10_000), 0, 39_999).isAwake).toBe(true);
  });

  it('may sleep when nothing is sent', () => {
    expect(stayAwake(ASLEEP, 0, 0)).toEqual(ASLEEP);
    expect(stayAwake(ASLEEP, 0, 5)).toEqual(ASLEEP);
  });
});
