import type { CallAside } from '../../shared/contracts/call.ts';
import { type OutboxError, outboxError } from '../../shared/contracts/errors.ts';
import type { AddToOutboxInput, RequestInput } from '../../shared/contracts/request-input.ts';
import type { Result } from '../../shared/lang/result.ts';
import type { Source } from '../../shared/outbox/item.ts';
import { fromAddToOutbox } from './add-to-outbox.ts';
import { type DraftingTools, makeDraft } from './draft.ts';
import type { Draft } from './draft-shape.ts';

export type Handover = RequestInput | AddToOutboxInput;

/** What a request is worth once its files are in place, whichever way it was handed over. */
export function draftOf(
  input: Handover,
  source: Source,
  tools: DraftingTools,
  aside: CallAside = {},
): Promise<Result<Draft, OutboxError>> {
  if (!('operation' in input)) return makeDraft(input, source, tools, aside);
  const request = fromAddToOutbox(input);
  // Whoever calls the outbox by its old name knows of no placeholders.
  return request.ok
    ? makeDraft({ ...request.value, literal: true }, source, tools, aside)
    : Promise.resolve(request);
}

/** The same error for one of many requests, which is named by its number. */
export const ofEntry = (error: OutboxError, entry: number): OutboxError =>
  outboxError(error.code, { ...error.params, entry });
