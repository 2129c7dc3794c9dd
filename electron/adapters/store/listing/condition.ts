import { assertNever } from '../../../../shared/lang/assert-never.ts';
import {
  boundsOf,
  type Criterion,
  type KindOfItem,
} from '../../../../shared/search/search-term.ts';
import type { FactCriterion } from '../../../core/search/matches-search.ts';

/** A piece of a WHERE clause over `item`, and the values of its parameters. */
export interface Condition {
  readonly sql: string;
  readonly args: readonly (string | number)[];
}

export const condition = (sql: string, ...args: readonly (string | number)[]): Condition => ({
  sql,
  args,
});

export const oneOf = (column: string, values: readonly (string | number)[]): Condition =>
  condition(`${column} IN (${values.map(() => '?').join(', ')})`, ...values);

export const not = ({ sql, args }: Condition): Condition =>
  condition(`(${sql}) IS NOT TRUE`, ...args);

const either = (conditions: readonly Condition[]): Condition =>
  condition(
    `(${conditions.map(({ sql }) => sql).join(' OR ')})`,
    ...conditions.flatMap(({ args }) => args),
  );

/** What the row itself says; states, priorities and streams are chosen by `chosen`. */
export type RowCriterion = Exclude<
  FactCriterion,
  { readonly kind: 'state' | 'priority' | 'origin' | 'account' }
>;

export function conditionOf(criterion: RowCriterion, now: number): Condition {
  switch (criterion.kind) {
    case 'status':
      return either(
        criterion.ranges.map(([from, to]) =>
          condition('item.last_status BETWEEN ? AND ?', from, to),
        ),
      );
    case 'method':
      return oneOf('item.method', criterion.methods);
    case 'age':
      return within(condition('max(0, ? - item.created_at)', now), criterion);
    case 'tries':
      return within(condition('item.attempts'), criterion);
    case 'size':
      return within(condition('item.body_bytes'), criterion);
    case 'is':
      return either(criterion.kinds.map(kindCondition));
    default:
      return assertNever(criterion);
  }
}

function within(
  { sql, args }: Condition,
  { comparison }: Extract<Criterion, { readonly kind: 'age' | 'tries' | 'size' }>,
): Condition {
  const { min, max } = boundsOf(comparison);
  return condition(`${sql} BETWEEN ? AND ?`, ...args, min, max);
}

function kindCondition(kind: KindOfItem): Condition {
  switch (kind) {
    case 'large':
      return condition(`item.lane = 'large'`);
    case 'blocked':
      return condition('item.blockers > 0');
    case 'open':
      return condition('item.open = 1');
    default:
      return assertNever(kind);
  }
}
