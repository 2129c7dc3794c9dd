/** A place on the axis of time. */
export interface TimeMark {
  /** Which span begins there. */
  readonly index: number;
  readonly at: number;
  /** Whether a day begins there, so that its date says more than its time. */
  readonly isDay: boolean;
}

const MOST_LEVELS = 5;
const LEAST_TOP = 4;

/** The levels of a chart that shows up to `most`, from 0: whole numbers in steps of 1, 2 or 5 times a power of ten. */
export function levelsFor(most: number): readonly number[] {
  const reach = Math.max(LEAST_TOP, most);
  const power = 10 ** Math.floor(Math.log10(reach / MOST_LEVELS));
  const step = Math.max(
    1,
    [1, 2, 5, 10].map((one) => one * power).find((one) => reach / one <= MOST_LEVELS) ?? power,
  );
  return Array.from({ length: Math.ceil(reach / step) + 1 }, (_, n) => n * step);
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MOST_MARKS = 7;

/**
 * The spans in which an hour, four hours or a day of the local clock begins; as many as can be read.
 *
 * @param starts when each span begins: milliseconds since 1970 UTC, in order
 * @param aheadOfUtc how far the local clock is ahead at a time, in milliseconds
 */
export function timeMarks(
  starts: readonly number[],
  aheadOfUtc: (at: number) => number,
): readonly TimeMark[] {
  const whole = (starts.at(-1) ?? 0) - (starts[0] ?? 0);
  const step = [HOUR, 4 * HOUR].find((one) => whole / one <= MOST_MARKS) ?? DAY;
  const number = (at: number, of: number) => Math.floor((at + aheadOfUtc(at)) / of);
  return starts.flatMap((at, index) => {
    const before = starts[index - 1];
    if (before === undefined || number(before, step) === number(at, step)) return [];
    return [{ index, at, isDay: number(before, DAY) !== number(at, DAY) }];
  });
}
