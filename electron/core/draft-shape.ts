import type { DuplicatePolicy, Source, UnknownOutcomePolicy } from '../../shared/outbox/item.ts';
import type { AwaitedValue, StoredBody } from '../../shared/outbox/request.ts';
import type { Limits } from './apps/check-grant.ts';
import type { Wanted } from './chaining/pin-values.ts';
import type { CheckedRequest } from './check-request.ts';

/** A checked request with its files in place: all that is left is to write it down. */
export interface Draft {
  readonly id: string;
  readonly source: Source;
  readonly checked: CheckedRequest;
  readonly body: StoredBody;
  readonly bodyBytes: number;
  readonly idempotencyKey: string;
  readonly account: string | null;
  readonly ref: string | null;
  readonly orderKey: string | null;
  readonly dedupeKey: string | null;
  readonly onDuplicate: DuplicatePolicy;
  readonly after: readonly string[];
  /** What is to be filled in. */
  readonly wanted: readonly Wanted[];
  readonly requestId: string | null;
  readonly title: string | null;
  readonly labels: readonly string[];
  /** Null: as its account says. */
  readonly unknownOutcome: UnknownOutcomePolicy | null;
  /** What its source may; null: everything. */
  readonly limits: Limits | null;
}

/** A draft that knows its account and its parents. */
export interface ResolvedDraft {
  readonly draft: Draft;
  readonly account: string | null;
  /** Who is signed in to it. A draft that an older version staged has none. */
  readonly subject?: string | null;
  /** Ids of unfinished parents. */
  readonly parents: readonly string[];
  /** What is to be filled in, and from where. A batch that an earlier version staged has none. */
  readonly values?: readonly AwaitedValue[];
}
