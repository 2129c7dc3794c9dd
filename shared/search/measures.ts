import type { Comparison } from './search-term.ts';

type Units = Readonly<Record<string, number>>;

/** The largest unit first. */
export const AGE_UNITS: Units = {
  w: 604_800_000,
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1_000,
  ms: 1,
};

export const SIZE_UNITS: Units = { GB: 1e9, MB: 1e6, kB: 1e3, B: 1 };

export const PLAIN: Units = { '': 1 };

/** A number with its unit, in the smallest unit; null when it is none. A bare number is only right for `PLAIN`. */
function measured(text: string, units: Units): number | null {
  const match = /^(\d{1,15}(?:\.\d{1,6})?)([a-z]*)$/i.exec(text);
  if (match === null) return null;
  const unit = Object.keys(units).find((one) => one.toLowerCase() === match[2]?.toLowerCase());
  const value = Math.round(
    Number(match[1]) * (unit === undefined ? Number.NaN : (units[unit] ?? 1)),
  );
  return Number.isSafeInteger(value) ? value : null;
}

/** `>2d`, `<=1MB`, `3`, `1..5`. */
export function comparisonOf(text: string, units: Units): Comparison | null {
  const range = text.split('..');
  if (range.length === 2) {
    const [from = null, to = null] = range.map((one) => measured(one, units));
    if (from === null || to === null || from > to) return null;
    return { op: '..', from, to };
  }
  const match = /^([<>]=?|=?)(.*)$/s.exec(text);
  const value = measured(match?.[2] ?? '', units);
  if (value === null) return null;
  switch (match?.[1]) {
    case '<':
    case '<=':
    case '>':
    case '>=':
      return { op: match[1], value };
    default:
      // "Two days old" to the millisecond is nothing that anybody means.
      return units === PLAIN ? { op: '=', value } : null;
  }
}

export function printComparison(comparison: Comparison, units: Units): string {
  if (comparison.op === '..')
    return `${printMeasure(comparison.from, units)}..${printMeasure(comparison.to, units)}`;
  const { op, value } = comparison;
  return `${op === '=' ? '' : op}${printMeasure(value, units)}`;
}

function printMeasure(value: number, units: Units): string {
  const smallest = Object.keys(units).at(-1) ?? '';
  const fitting = Object.entries(units).find(([, size]) => value > 0 && value % size === 0);
  const [unit, size] = fitting ?? [smallest, 1];
  return `${value / size}${unit}`;
}
