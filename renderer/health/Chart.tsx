import { useEffect, useRef } from 'react';
import type { ThroughputPoint } from '../../shared/outbox/throughput.ts';
import type { DrawnChart } from './chart.ts';

/** The chart itself comes when it is needed; what it shows stands beside it in words. */
export function Chart({ points }: { readonly points: readonly ThroughputPoint[] }) {
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<DrawnChart>(null);
  const latest = useRef(points);
  latest.current = points;

  useEffect(() => {
    let current = true;
    const draw = async () => {
      const { drawChart } = await import('./chart.ts');
      if (current && host.current !== null) chart.current = drawChart(host.current, latest.current);
    };
    void draw();
    return () => {
      current = false;
      chart.current?.destroy();
      chart.current = null;
    };
  }, []);

  useEffect(() => chart.current?.show(points), [points]);

  return <div ref={host} className="chart" aria-hidden="true" />;
}
