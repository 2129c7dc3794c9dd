import { describe, expect, test } from 'vitest';
import { chartData, chartSummary } from '../../../renderer/health/chart-data.ts';
import { byArea } from '../../../renderer/health/finding-areas.ts';
import type { Finding } from '../../../shared/outbox/finding.ts';

const well: Finding = { code: 'ORIGIN_WELL', origin: 'https://a.test', tookMs: 3, proxy: null };
const away: Finding = {
  code: 'ORIGIN_UNREACHABLE',
  origin: 'https://b.test',
  detail: 'ECONNREFUSED',
  proxy: null,
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
      at: [1, 2, 3],
      delivered: [2, 0, 5],
      failed: [1, 0, 0],
      backlog: [null, 7, 7],
    });
  });

  test('is three numbers for whoever cannot see it', () => {
    expect(chartSummary(points)).toEqual({ delivered: 7, failed: 1, backlog: 7 });
    expect(chartSummary([])).toEqual({ delivered: 0, failed: 0, backlog: null });
  });
});
