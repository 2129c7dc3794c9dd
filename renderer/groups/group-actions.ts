import type { BulkResult } from '../../shared/contracts/bulk-result.ts';
import type { CallInput } from '../../shared/contracts/outbox-api.ts';
import type { FailureGroup } from '../../shared/outbox/failure-group.ts';

export type Selection = CallInput<'hold'>['items'];

/** Who carries out what is done with many items at once, says what came of it, and offers undo. */
export interface GroupActions {
  /** Every item of the group. */
  readonly allOf: (group: FailureGroup) => Selection;
  readonly performOn: (
    items: Selection,
    count: number,
    action: 'retry' | 'hold' | 'remove' | 'assignAccount',
  ) => void;
  readonly changed: (result: BulkResult) => void;
}
