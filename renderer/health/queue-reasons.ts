import type { Stats } from '../../shared/contracts/outbox-api.ts';
import type { Explanation } from '../../shared/outbox/explanation.ts';

/** What stands in the way of more than one item, the farthest-reaching first. */
export function queueReasons({ pauses, gates }: Stats): readonly Explanation[] {
  const everything = pauses.some((pause) => pause.scope === 'all');
  return [
    ...pauses
      .toSorted((a, b) => Number(b.scope === 'all') - Number(a.scope === 'all'))
      .filter((pause) => pause.scope === 'all' || !everything)
      .map((pause): Explanation => ({ code: 'PAUSED', ...pause })),
    ...gates.map(
      ({ scope, key, reason, since, probeAt }): Explanation => ({
        code: 'GATE_CLOSED',
        scope,
        key,
        reason,
        since,
        probeAt,
      }),
    ),
  ];
}
