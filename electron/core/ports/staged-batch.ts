/** A batch too large for one transaction: staged in pieces, and invisible until it is accepted as a whole. */
export interface StagedBatch {
  readonly id: string;
  readonly accepted: boolean;
}

export interface StagedDraft {
  readonly position: number;
  /** JSON of the core's own. */
  readonly draft: string;
}
