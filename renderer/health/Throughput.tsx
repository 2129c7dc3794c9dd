import { useState } from 'react';
import { chartSentence, HEALTH_WORDS, lastHours } from '../../shared/messages/health-words.ts';
import type { ThroughputPoint } from '../../shared/outbox/throughput.ts';
import { Choice } from '../item/Choice.tsx';
import { When } from '../item/When.tsx';
import { useCall } from '../live/use-call.ts';
import { useNow } from '../live/use-now.ts';
import { Unread } from '../shell/PlaceHolder.tsx';
import { Chart } from './Chart.tsx';
import { chartSummary } from './chart-data.ts';

const HOUR = 3_600_000;
const POINTS = 48;
const HOURS: readonly number[] = [4, 24, 168];
const REFRESH_MS = 15_000;

/** What went through in the last hours: a chart, the same in numbers, and as a table. */
export function Throughput() {
  const [hours, setHours] = useState(4);
  const round = Math.floor(useNow(REFRESH_MS) / REFRESH_MS);
  const input = { spanMs: (hours * HOUR) / POINTS, points: POINTS };
  const { value, error } = useCall('throughput', input, round);
  const summary = value === null ? null : chartSummary(value);
  return (
    <section aria-labelledby="health-chart">
      <div className="health-head">
        <h2 id="health-chart">{HEALTH_WORDS.chart}</h2>
        <Choice
          label={HEALTH_WORDS.chartSpan}
          options={HOURS.map((one) => ({ id: one, label: lastHours(one) }))}
          value={hours}
          onChange={setHours}
        />
      </div>
      {error !== null && <Unread error={error} />}
      {value !== null && summary !== null && (
        <>
          <p>{chartSentence(summary.delivered, summary.failed, summary.backlog)}</p>
          <Chart points={value} />
          <details className="fold">
            <summary>{HEALTH_WORDS.chartTable}</summary>
            <ThroughputTable points={value} />
          </details>
        </>
      )}
    </section>
  );
}

/** Spans in which something happened, the newest first. */
function ThroughputTable({ points }: { readonly points: readonly ThroughputPoint[] }) {
  const eventful = points.filter((point) => point.delivered + point.failed > 0).toReversed();
  if (eventful.length === 0) return <p className="quiet">{HEALTH_WORDS.nothingYet}</p>;
  return (
    <table className="pairs numbers" aria-label={HEALTH_WORDS.chart}>
      <thead>
        <tr>
          <th scope="col">{HEALTH_WORDS.from}</th>
          <th scope="col">{HEALTH_WORDS.delivered}</th>
          <th scope="col">{HEALTH_WORDS.failed}</th>
          <th scope="col">{HEALTH_WORDS.backlog}</th>
        </tr>
      </thead>
      <tbody>
        {eventful.map((point) => (
          <tr key={point.at}>
            <th scope="row">
              <When at={point.at} />
            </th>
            <td>{point.delivered}</td>
            <td>{point.failed}</td>
            <td>{point.backlog ?? ''}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
