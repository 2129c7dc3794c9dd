import { type OutboxError, outboxError } from '../../../shared/contracts/errors.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import { type Item, isFinal } from '../../../shared/outbox/item.ts';
import { type Placeholder, placeholderOf } from '../../../shared/outbox/placeholder.ts';
import { type StoredRequest, type Template, unfilled } from '../../../shared/outbox/request.ts';
import type { StoreReader } from '../ports/store-reader.ts';
import type { ReadKept } from './answer-values.ts';
import { pinValues, type Wanted } from './pin-values.ts';
import { lookThrough } from './template-request.ts';

/** What a request still wants, and from whom: nothing once its values are in it. */
export const wantedBy = (request: StoredRequest): readonly Wanted[] =>
  (unfilled(request)?.values ?? []).flatMap(({ wanted, parent }) => {
    const placeholder = placeholderOf(wanted);
    return placeholder === null ? [] : [{ placeholder, parent }];
  });

export interface Retemplated {
  readonly url: string;
  readonly request: Omit<StoredRequest, 'revision'>;
  /** Items that it has to follow from now on, too. */
  readonly parents: readonly string[];
}

/**
 * What an edit makes of a request. Before its values are in it, the edit is one of the template: what the old one had
 * pinned stays so as long as that item is there, anything new is pinned now. What is no template does not become one:
 * a placeholder that is brought into it is refused rather than sent as it stands.
 * PLACEHOLDER_INVALID, PLACEHOLDER_MISPLACED, PLACEHOLDER_LATE, REF_UNKNOWN, REF_CYCLE, VALUE_MISSING.
 */
export function retemplate(
  read: StoreReader,
  item: Item,
  before: StoredRequest,
  edited: Omit<StoredRequest, 'revision' | 'template'>,
  { readKept, digest }: { readonly readKept: ReadKept; readonly digest: (text: string) => string },
): Result<Retemplated, OutboxError> {
  const { headers, body } = edited;
  const template = unfilled(before);
  const url = read.item(item.id)?.url ?? item.url;
  if (!readsPlaceholders(before, url, item.origin))
    return ok({ url: item.url, request: { headers, body }, parents: [] });
  const looked = lookThrough({ url: item.url, headers, body }, item.origin);
  if (!looked.ok) return looked;
  const { wanted, request } = looked.value;
  const [first] = wanted;
  if (first === undefined) {
    const plain =
      request.body.kind === 'inline'
        ? { ...request.body, sha256: digest(request.body.text) }
        : request.body;
    return ok({
      url: request.url,
      request: { headers: request.headers, body: plain },
      parents: [],
    });
  }
  if (template === null) return err(outboxError('PLACEHOLDER_LATE', { placeholder: first.text }));
  const known = template.values.filter(
    ({ wanted: text, json }) => json !== null && wanted.some((one) => one.text === text),
  );
  const others = wanted.filter(({ text }) => known.every((one) => one.wanted !== text));
  const pinned = pinValues(
    read,
    others.map((placeholder) => ({ placeholder, parent: pinOf(read, template, placeholder) })),
    { source: item.source, account: item.account, subject: item.subject, earlier: () => null },
    readKept,
  );
  if (!pinned.ok) return pinned;
  const circle = pinned.value.values.find(({ parent }) => waitsFor(read, parent, item.id));
  if (circle !== undefined) return err(outboxError('REF_CYCLE', { ref: circle.wanted }));
  const values = [...known, ...pinned.value.values];
  return ok({
    url: item.url,
    request: { headers, body, template: { values, written: null } },
    parents: pinned.value.parents,
  });
}

/**
 * Whether an edit of a request is read for placeholders. Not where some stand in it as text, for it was handed over so,
 * or got them from an answer: there they go on meaning themselves.
 */
export function readsPlaceholders(before: StoredRequest, url: string, origin: string): boolean {
  if (unfilled(before) !== null) return true;
  const request = { url, headers: before.headers, body: before.body };
  const looked = lookThrough(request, origin);
  return (
    looked.ok &&
    looked.value.wanted.length === 0 &&
    JSON.stringify(looked.value.request) === JSON.stringify(request)
  );
}

function pinOf(read: StoreReader, template: Template, placeholder: Placeholder): string | null {
  const pinned = template.values.find(({ wanted }) => {
    const other = placeholderOf(wanted);
    return other?.by === placeholder.by && other.name === placeholder.name;
  });
  const parent = pinned === undefined ? null : read.item(pinned.parent);
  return parent === null || parent.state === 'cancelled' ? null : parent.id;
}

/** Whether an item is that one, or waits for it, directly or not. */
function waitsFor(read: StoreReader, from: string, id: string): boolean {
  const seen = new Set<string>();
  const open = [from];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (one === id) return true;
    if (seen.has(one)) continue;
    seen.add(one);
    for (const parent of read.parents(one)) {
      if (parent.state !== null && !isFinal(parent.state)) open.push(parent.id);
    }
  }
  return false;
}
