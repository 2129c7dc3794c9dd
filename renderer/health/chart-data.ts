import type { ThroughputPoint } from '../../shared/outbox/throughput.ts';

/** What happened in each span. */
export interface ChartData {
  readonly delivered: readonly number[];
  readonly failed: readonly number[];
  /** A span without news ended with what the one before it ended with. */
  readonly backlog: readonly (number | null)[];
}

export function chartData(points: readonly ThroughputPoint[]): ChartData {
  let known: number | null = null;
  const backlog = points.map((point) => {
    known = point.backlog ?? known;
    return known;
  });
  return {
    delivered: points.map((point) => point.delivered),
    failed: points.map((point) => point.failed),
    backlog,
  };
}

export interface ChartSummary {
  readonly delivered: number;
  readonly failed: number;
  readonly backlog: number | null;
}

/** What the chart shows, in three numbers. */
export function chartSummary(points: readonly ThroughputPoint[]): ChartSummary {
  const sum = (pick: (point: ThroughputPoint) => number) =>
    points.reduce((total, point) => total + pick(point), 0);
  return {
    delivered: sum((point) => point.delivered),
    failed: sum((point) => point.failed),
    backlog: chartData(points).backlog.at(-1) ?? null,
  };
}
