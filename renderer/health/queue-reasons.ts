import type { ExplainedGroup } from '../../shared/outbox/explanation.ts';

/** What a person can do at once about one of the reasons. */
export const leadsToAccounts = ({ explanation }: ExplainedGroup): boolean =>
  explanation.code === 'GATE_CLOSED' && explanation.reason.code === 'SIGN_IN_NEEDED';

/** What is said of the queue when nothing stands in its way: null when something does. */
export function undisturbed(groups: readonly ExplainedGroup[]): 'empty' | 'moving' | null {
  if (groups.length === 0) return 'empty';
  const isMoving = groups.every(({ explanation }) => MOVING.has(explanation.code));
  return isMoving ? 'moving' : null;
}

const MOVING: ReadonlySet<string> = new Set(['SENDING', 'NEXT', 'SLOTS_FULL']);
