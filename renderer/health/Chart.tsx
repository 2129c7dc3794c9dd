import { HEALTH_WORDS } from '../../shared/messages/health-words.ts';
import type { ThroughputPoint } from '../../shared/outbox/throughput.ts';
import { chartData } from './chart-data.ts';
import { levelsFor, timeMarks } from './chart-scale.ts';

const BAR = 0.7;
const MINUTE = 60_000;
const TIME = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
const DATE = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });

const aheadOfUtc = (at: number): number => -new Date(at).getTimezoneOffset() * MINUTE;
/** How many spans at either edge are too near to it for a time to stand in the middle below its place. */
const EDGE = 4;
const edgeAt = (index: number, spans: number) =>
  index < EDGE ? 'start' : index > spans - EDGE ? 'end' : undefined;
const part = (of: number, whole: number): string => `${(100 * of) / whole}%`;

/** Bars of what was delivered and what failed, and a line of what was left. What it shows stands beside it in words. */
export function Chart({ points }: { readonly points: readonly ThroughputPoint[] }) {
  const { delivered, failed, backlog } = chartData(points);
  const both = delivered.map((n, index) => n + (failed[index] ?? 0));
  const levels = levelsFor(Math.max(0, ...both, ...backlog.map((n) => n ?? 0)));
  const top = levels.at(-1) ?? 1;
  const line = backlog.flatMap((n, index) =>
    n === null ? [] : [`${index},${top - n}`, `${index + 1},${top - n}`],
  );
  return (
    <div className="chart" aria-hidden="true">
      <div className="chart-levels">
        {levels.map((level) => (
          <span key={level} style={{ insetBlockEnd: part(level, top) }}>
            {level}
          </span>
        ))}
      </div>
      <svg viewBox={`0 0 ${points.length} ${top}`} preserveAspectRatio="none">
        {levels.map((level) => (
          <path key={level} className="chart-grid" d={`M0 ${top - level}H${points.length}`} />
        ))}
        <Bars className="chart-failed" from={delivered} to={both} top={top} />
        <Bars className="chart-delivered" from={[]} to={delivered} top={top} />
        <polyline className="chart-backlog" points={line.join(' ')} />
      </svg>
      <div className="chart-times">
        {timeMarks(
          points.map((point) => point.at),
          aheadOfUtc,
        ).map(({ index, at, isDay }) => (
          <span
            key={at}
            data-edge={edgeAt(index, points.length)}
            style={{ insetInlineStart: part(index, points.length) }}
          >
            {(isDay ? DATE : TIME).format(at)}
          </span>
        ))}
      </div>
      <ul className="chart-legend">
        <li className="chart-delivered">{HEALTH_WORDS.delivered}</li>
        <li className="chart-failed">{HEALTH_WORDS.failed}</li>
        <li className="chart-backlog">{HEALTH_WORDS.backlog}</li>
      </ul>
    </div>
  );
}

interface BarsProps {
  readonly className: string;
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly top: number;
}

/** One upon the other: each goes from where the ones below it end. */
function Bars({ className, from, to, top }: BarsProps) {
  return to.map((end, index) => {
    const height = end - (from[index] ?? 0);
    if (height === 0) return null;
    const x = index + (1 - BAR) / 2;
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place
      <rect key={index} className={className} x={x} y={top - end} width={BAR} height={height} />
    );
  });
}
