import { type Item, type ItemIn, LARGE_BODY_BYTES } from '../../../shared/outbox/item.ts';
import type { Placeholder } from '../../../shared/outbox/placeholder.ts';
import { type AwaitedValue, type StoredRequest, unfilled } from '../../../shared/outbox/request.ts';
import { contentBytes } from '../draft.ts';
import type { StoreWriter } from '../ports/store-writer.ts';
import { saveTransition } from '../settle.ts';
import { type TransitionContext, transition } from '../transition.ts';
import type { ReadKept } from './answer-values.ts';
import { type LookedUp, lookUp, parkWithout } from './copy-values.ts';
import type { FillProblem } from './fill.ts';
import { fillRequest } from './fill-request.ts';
import { answerOf } from './pin-values.ts';

export interface FreezingTools {
  readonly readKept: ReadKept;
  /** SHA-256 of a text's UTF-8 bytes, in hex. */
  readonly digest: (text: string) => string;
  /** Whether whoever added the item may send what has come of it. */
  readonly maySend: (
    item: Pick<Item, 'source' | 'method'>,
    filled: Pick<Item, 'url' | 'bodyBytes'>,
  ) => boolean;
}

export interface Frozen {
  readonly item: Item;
  readonly request: StoredRequest;
}

/**
 * The request of an item that is about to be sent for the first time, with its values in it. It is written down, hash
 * and all, in the transaction that records the attempt: every attempt sends the same bytes. Null where it does not go
 * now: it needs a person, or has grown into the other lane, where it is next.
 */
export function freeze(
  tx: StoreWriter,
  item: Item,
  request: StoredRequest,
  tools: FreezingTools,
  context: TransitionContext,
): Frozen | null {
  const template = unfilled(request);
  if (template === null) return { item, request };
  const looked = template.values.map((value) => complete(tx, value, tools.readKept));
  if (parkWithout(tx, item, looked, context)) return null;
  const values = looked.map((one) => one.value);
  const byText = new Map(values.map((one) => [one.wanted, one.json]));
  const valueOf = ({ text }: Placeholder): string | null => byText.get(text) ?? null;
  const filled = fillRequest({ ...request, url: item.url }, item.origin, valueOf);
  if (!filled.ok) return park(tx, item, filled.error, context);
  const { url, headers, body } = filled.value;
  const sent: StoredRequest = {
    revision: request.revision,
    headers,
    body: body.kind === 'inline' ? { ...body, sha256: tools.digest(body.text) } : body,
    template: {
      values,
      written: { url: item.url, headers: request.headers, body: request.body },
    },
  };
  const bodyBytes = contentBytes(sent.body);
  if (!tools.maySend(item, { url, bodyBytes })) {
    const wanted = values[0]?.wanted ?? '';
    const cause = 'NOT_GRANTED';
    return park(tx, item, { kind: 'unfit', wanted, place: 'path', cause }, context);
  }
  const lane = bodyBytes > LARGE_BODY_BYTES ? 'large' : 'small';
  const next = transition(item, { type: 'filled', fields: { url, bodyBytes, lane } }, context);
  if (next.kind === 'ignored') return null;
  tx.saveRequest(item.id, sent);
  if (!saveTransition(tx, item, next.item, next.change, context)) return null;
  return lane === item.lane ? { item: next.item, request: sent } : null;
}

/** A value that was not copied when its item was delivered, as that was before the child was there, is looked up now. */
function complete(tx: StoreWriter, value: AwaitedValue, readKept: ReadKept): LookedUp {
  if (value.json !== null) return { value, cause: null };
  return tx.item(value.parent)?.state === 'delivered'
    ? lookUp(value, answerOf(tx, value.parent, readKept))
    : { value, cause: 'NO_ANSWER' };
}

type UnfillableReason = Extract<
  ItemIn<'attention'>['reason'],
  { code: 'VALUE_MISSING' | 'VALUE_UNFIT' | 'REQUEST_INVALID' }
>;

function park(tx: StoreWriter, item: Item, problem: FillProblem, context: TransitionContext): null {
  const reason = reasonOf(problem);
  const parked = transition(item, { type: 'unfillable', reason }, context);
  if (parked.kind === 'changed') saveTransition(tx, item, parked.item, parked.change, context);
  return null;
}

/** What was checked when it was handed over can be wrong only if the record is. */
function reasonOf(problem: FillProblem): UnfillableReason {
  if (problem.kind === 'unfit') {
    const { wanted, place, cause } = problem;
    return { code: 'VALUE_UNFIT', value: wanted, place, cause };
  }
  return { code: 'REQUEST_INVALID', detail: 'its values cannot be filled in' };
}
