import { describe, expect, test } from 'vitest';
import { chartData, chartSummary } from '../../../renderer/health/chart-data.ts';
import { levelsFor, timeMarks } from '../../../renderer/health/chart-scale.ts';
import { byArea } from '../../../renderer/health/finding-areas.ts';
import type { Finding } from '../../../shared/outbox/finding.ts';

const well: Finding = {
  code: 'ORIGIN_WELL',
  origin: 'https://a.test',
  tookMs: 3,
  proxy: null,
  from: null,
};
const away: Finding = {
  code: 'ORIGIN_UNREACHABLE',
  origin: 'https://b.test',
  detail: 'ECONNREFUSED',
  proxy: null,
  from: null,
  signer: null,
};

describe('findings', () => {
  test('are sorted by what they are about, the worst first, and the area is as well as its worst', () => {
    const areas = byArea([well, { code: 'CLOCK_WELL' }, away]);
    expect(areas.map(({ area, level }) => [area, level])).toEqual([
      ['network', 'person'],
      ['clock', 'well'],
    ]);
    expect(areas[0]?.findings.map((one) => one.finding)).toEqual([away, well]);
  });

  test('that nobody has here are left out', () => {
    expect(byArea([{ code: 'HOST_NONE' }, { code: 'ITEMS_NEED_DECISION', items: 3 }])).toEqual([]);
  });
});

describe('the chart', () => {
  const points = [
    { at: 1_000, delivered: 2, failed: 1, backlog: null },
    { at: 2_000, delivered: 0, failed: 0, backlog: 7 },
    { at: 3_000, delivered: 5, failed: 0, backlog: null },
  ];

  test('carries the backlog over spans without news, and invents none before the first', () => {
    expect(chartData(points)).toEqual({
      delivered: [2, 0, 5],
      failed: [1, 0, 0],
      backlog: [null, 7, 7],
    });
  });

  test('is three numbers for whoever cannot see it', () => {
    expect(chartSummary(points)).toEqual({ delivered: 7, failed: 1, backlog: 7 });
    expect(chartSummary([])).toEqual({ delivered: 0, failed: 0, backlog: null });
  });

  test.each([
    [0, [0, 1, 2, 3, 4]],
    [5, [0, 1, 2, 3, 4, 5]],
    [7, [0, 2, 4, 6, 8]],
    [23, [0, 5, 10, 15, 20, 25]],
    [480, [0, 100, 200, 300, 400, 500]],
    [100_001, [0, 50_000, 100_000, 150_000]],
  ])('that reaches %i has levels that can be read', (most, levels) => {
    expect(levelsFor(most)).toEqual(levels);
  });

  const HOUR = 3_600_000;
  const from = Date.UTC(2026, 0, 5, 21, 30);
  const starts = (stepMs: number) => Array.from({ length: 48 }, (_, n) => from + n * stepMs);
  const marks = (stepMs: number, aheadOfUtc: number) =>
    timeMarks(starts(stepMs), () => aheadOfUtc).map(({ index, at, isDay }) => [
      index,
      new Date(at + aheadOfUtc).toISOString().slice(8, 16),
      isDay,
    ]);

  test('of four hours has marks where an hour of the local clock begins', () => {
    expect(marks(HOUR / 12, HOUR / 2)).toEqual([
      [12, '05T23:00', false],
      [24, '06T00:00', true],
      [36, '06T01:00', false],
    ]);
  });

  test('of a day has them every four hours, of a week where a day begins', () => {
    expect(marks(HOUR / 2, 0).map(([, at]) => at)).toEqual([
      '06T00:00',
      '06T04:00',
      '06T08:00',
      '06T12:00',
      '06T16:00',
      '06T20:00',
    ]);
    expect(marks(3.5 * HOUR, 0).map(([, at, isDay]) => [String(at).slice(0, 2), isDay])).toEqual([
      ['06', true],
      ['07', true],
      ['08', true],
      ['09', true],
      ['10', true],
      ['11', true],
      ['12', true],
    ]);
  });
});
