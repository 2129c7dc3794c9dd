import type { LedgerEffect } from '../../shared/contracts/practice-protocol.ts';
import { assertNever } from '../../shared/lang/assert-never.ts';
import type { Result } from '../../shared/lang/result.ts';
import { type Answer, answerInstead, problem, unauthorized } from './answer.ts';
import type { Contents, Refusal } from './body-reader.ts';
import type { Faults } from './faults.ts';
import { judge, type KnownKey } from './idempotency.ts';

export interface Submission {
  readonly faults: Result<Faults, string>;
  readonly contents: Result<Contents, Refusal>;
  readonly sha256: string;
  readonly known: KnownKey<LedgerEffect>;
  /** It came with an access token that is good, or none is needed. */
  readonly authorized: boolean;
}

export type Decision =
  | { readonly kind: 'apply'; readonly contents: Contents }
  | { readonly kind: 'replay'; readonly effect: LedgerEffect }
  | {
      readonly kind: 'turnAway';
      readonly verdict: 'misbehaved' | 'refused' | 'unauthorized' | 'conflict' | 'inProgress';
      readonly answer: Answer;
    };

/** What becomes of a submission that arrived whole. */
export function decide({ faults, contents, sha256, known, authorized }: Submission): Decision {
  if (!faults.ok) return turnAway('refused', problem(400, faults.error));
  if (!authorized) return turnAway('unauthorized', unauthorized());
  const instead = answerInstead(faults.value);
  if (instead !== null) return turnAway('misbehaved', instead);
  if (!contents.ok) {
    return turnAway('refused', problem(contents.error.status, contents.error.detail));
  }
  const judgement = judge(known, sha256);
  switch (judgement.kind) {
    case 'apply':
      return { kind: 'apply', contents: contents.value };
    case 'replay':
      return judgement;
    case 'conflict':
      return turnAway(
        'conflict',
        problem(422, 'This Idempotency-Key was used before with another body. Use a new key.'),
      );
    case 'inProgress':
      return turnAway(
        'inProgress',
        problem(409, 'The same request is being worked on. Ask again in a moment.', {
          headers: { 'Retry-After': '1' },
        }),
      );
    default:
      return assertNever(judgement);
  }
}

const turnAway = (
  verdict: (Decision & { kind: 'turnAway' })['verdict'],
  answer: Answer,
): Decision => ({ kind: 'turnAway', verdict, answer });
