import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { HEALTH_WORDS } from '../../shared/messages/health-words.ts';
import type { ThroughputPoint } from '../../shared/outbox/throughput.ts';
import { chartData } from './chart-data.ts';

// Loaded on demand: nothing but Chart imports this file.

export interface DrawnChart {
  readonly show: (points: readonly ThroughputPoint[]) => void;
  readonly destroy: () => void;
}

const HEIGHT = 200;

/** Draws into `host`, in the colours of the theme, and again when theme or width change. */
export function drawChart(host: HTMLElement, first: readonly ThroughputPoint[]): DrawnChart {
  let points = first;
  let plot = new UPlot(optionsFor(host), columns(points), host);

  const redraw = () => {
    plot.destroy();
    plot = new UPlot(optionsFor(host), columns(points), host);
  };
  const sizes = new ResizeObserver(() => plot.setSize({ width: host.clientWidth, height: HEIGHT }));
  sizes.observe(host);
  const dark = matchMedia('(prefers-color-scheme: dark)');
  dark.addEventListener('change', redraw);
  const themes = new MutationObserver(redraw);
  themes.observe(document.documentElement, { attributeFilter: ['data-theme'] });

  return {
    show: (next) => {
      points = next;
      plot.setData(columns(points));
    },
    destroy: () => {
      sizes.disconnect();
      themes.disconnect();
      dark.removeEventListener('change', redraw);
      plot.destroy();
    },
  };
}

function columns(points: readonly ThroughputPoint[]): UPlot.AlignedData {
  const { at, delivered, failed, backlog } = chartData(points);
  // One bar upon the other: the longer one is drawn first.
  const both = delivered.map((n, index) => n + (failed[index] ?? 0));
  return [[...at], both.map(shown), delivered.map(shown), [...backlog]];
}

/** A bar of no height would be drawn as a line all the same. */
const shown = (n: number): number | null => (n === 0 ? null : n);

function optionsFor(host: HTMLElement): UPlot.Options {
  // A canvas knows no `light-dark(…)`, so the browser says what a token comes to here.
  const colour = (token: string) => {
    host.style.color = `var(${token})`;
    const { color } = getComputedStyle(host);
    host.style.color = '';
    return color;
  };
  const axis = { stroke: colour('--text-quiet'), grid: { stroke: colour('--border'), width: 1 } };
  const bars = UPlot.paths.bars?.({ size: [0.7, 24] });
  const bar = (token: string) => ({
    stroke: colour(token),
    fill: colour(token),
    points: { show: false },
    ...(bars === undefined ? {} : { paths: bars }),
  });
  return {
    width: host.clientWidth,
    height: HEIGHT,
    cursor: { drag: { x: false, y: false } },
    legend: { live: false },
    scales: { y: { range: (_plot, _min, max) => [0, Math.max(4, max)] } },
    axes: [axis, { ...axis, size: 48 }],
    series: [
      {},
      {
        label: HEALTH_WORDS.failed,
        ...bar('--amber'),
      },
      { label: HEALTH_WORDS.delivered, ...bar('--accent') },
      {
        label: HEALTH_WORDS.backlog,
        stroke: colour('--text'),
        width: 2,
        points: { show: false },
        spanGaps: true,
      },
    ],
  };
}
