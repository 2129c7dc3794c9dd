const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

/** Ends included; a range that ends before it begins goes over the turn of the week, the day or the year. */
const isWithin = (now: number, from: number, to: number): boolean =>
  from <= to ? from <= now && now <= to : from <= now || now <= to;

interface Moment {
  readonly weekday: number;
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly secondOfDay: number;
}

const inGmt = (at: Date): Moment => ({
  weekday: at.getUTCDay(),
  year: at.getUTCFullYear(),
  month: at.getUTCMonth(),
  day: at.getUTCDate(),
  secondOfDay: secondOfDay(at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()),
});

const inLocalTime = (at: Date): Moment => ({
  weekday: at.getDay(),
  year: at.getFullYear(),
  month: at.getMonth(),
  day: at.getDate(),
  secondOfDay: secondOfDay(at.getHours(), at.getMinutes(), at.getSeconds()),
});

const secondOfDay = (hour = 0, minute = 0, second = 0): number =>
  hour * 3600 + minute * 60 + second;

/** A last argument "GMT" is about the time zone. */
function read(at: Date, args: readonly unknown[]): readonly [Moment, readonly unknown[]] {
  return args.at(-1) === 'GMT' ? [inGmt(at), args.slice(0, -1)] : [inLocalTime(at), args];
}

/** `weekdayRange("MON", "FRI")`. */
export function weekdayRange(at: Date, all: readonly unknown[]): boolean {
  const [{ weekday }, args] = read(at, all);
  const [from = -1, to = from] = args.map((name) => DAYS.indexOf(String(name).toUpperCase()));
  return from >= 0 && to >= 0 && isWithin(weekday, from, to);
}

/** `timeRange(9)`, `timeRange(9, 17)`: through the last hour; with minutes, or minutes and seconds: up to them. */
export function timeRange(at: Date, all: readonly unknown[]): boolean {
  const [now, args] = read(at, all);
  const numbers = args.map(Number);
  const half = numbers.length === 1 ? 1 : numbers.length / 2;
  if (![1, 2, 3].includes(half) || numbers.some(Number.isNaN)) return false;
  const [hour = 0, minute = 59, second = 59] = numbers.slice(-half);
  return isWithin(
    now.secondOfDay,
    secondOfDay(...numbers.slice(0, half)),
    secondOfDay(hour, minute, second),
  );
}

type Field = 'year' | 'month' | 'day';

type Day = Readonly<Partial<Record<Field, number>>>;

/**
 * Days, months and years in any order, as one day or as two halves of the same kind: `dateRange(24, "DEC")`,
 * `dateRange(1, "JUN", 15, "AUG")`, `dateRange(2026)`.
 */
export function dateRange(at: Date, all: readonly unknown[]): boolean {
  const [now, args] = read(at, all);
  const whole = dayOf(args);
  if (whole !== null) return args.length > 0 && compared(whole, whole, now);
  const from = dayOf(args.slice(0, args.length / 2));
  const to = dayOf(args.slice(args.length / 2));
  return from !== null && to !== null && fieldsOf(from) === fieldsOf(to) && compared(from, to, now);
}

/** Null where one of them is none, or two are of one kind. */
function dayOf(args: readonly unknown[]): Day | null {
  const day: Partial<Record<Field, number>> = {};
  for (const arg of args) {
    const month = MONTHS.indexOf(String(arg).toUpperCase());
    const number = month >= 0 ? month : Number(arg);
    const field = month >= 0 ? 'month' : number > 31 ? 'year' : 'day';
    if (Number.isNaN(number) || day[field] !== undefined) return null;
    day[field] = number;
  }
  return day;
}

const fieldsOf = (day: Day): string => Object.keys(day).toSorted().join();

function compared(from: Day, to: Day, now: Day): boolean {
  const fields = (['year', 'month', 'day'] as const).filter((field) => from[field] !== undefined);
  const numberOf = (day: Day): number =>
    fields.reduce((sum, field) => sum * 100 + (day[field] ?? 0), 0);
  return isWithin(numberOf(now), numberOf(from), numberOf(to));
}
