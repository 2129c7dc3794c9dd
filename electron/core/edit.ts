import type { CallAside } from '../../shared/contracts/call.ts';
import { type OutboxError, outboxError } from '../../shared/contracts/errors.ts';
import type { EditBodyInput, RequestInput } from '../../shared/contracts/request-input.ts';
import { err, ok, type Result } from '../../shared/lang/result.ts';
import { type Item, isFinal, LARGE_BODY_BYTES, type Source } from '../../shared/outbox/item.ts';
import { type StoredBody, type StoredRequest, unfilled } from '../../shared/outbox/request.ts';
import { bindAccount, subjectAt } from './admit.ts';
import { readsPlaceholders, retemplate } from './chaining/retemplate.ts';
import { readTemplateUrl } from './chaining/template-request.ts';
import { checkRequest, checkUrl } from './check-request.ts';
import { refusedForTimes, unlessOver } from './check-times.ts';
import {
  contentBytes,
  type DraftingTools,
  filenameOf,
  missingFile,
  newNames,
  storeBody,
} from './draft.ts';
import { isOfAnother, nameOf } from './people.ts';
import type { Policy } from './policy.ts';
import type { Clock } from './ports/clock.ts';
import type { OutboxStore } from './ports/outbox-store.ts';
import type { Random } from './ports/random.ts';
import type { StoreReader } from './ports/store-reader.ts';
import type { StoreWriter } from './ports/store-writer.ts';
import { followToo, moveInOrder, orderScopeOf, saveTransition } from './settle.ts';
import { type EditedFields, transition } from './transition.ts';

/** What a person may change; what is not named stays. */
export type Edit = Partial<
  Pick<RequestInput, 'method' | 'url' | 'headers' | 'account' | 'title' | 'expiresAt'> & {
    /** It may keep files of the present revision. */
    readonly body: EditBodyInput;
    /** Null: as soon as possible. */
    readonly notBefore: RequestInput['notBefore'] | null;
  }
>;

export interface EditDeps extends DraftingTools {
  readonly store: OutboxStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly policy: Policy;
}

/**
 * Makes a new revision of an item and lets it go again; earlier revisions are kept. ITEM_SENDING while it is
 * on the wire, ITEM_STATE once it is final; ABORTED by the signal while its files are read.
 */
export async function editItem(
  deps: EditDeps,
  id: string,
  edit: Edit,
  source: Source,
  aside: CallAside = {},
): Promise<Result<Item, OutboxError>> {
  const { store, vault } = deps;
  const found = editable(store.read, id);
  if (!found.ok) return found;
  const { item, before } = found.value;
  const files = deps.filesOf(source);
  const missing = missingFile(edit.body, files, before.body);
  if (missing !== null) return err(missing);
  const checked = checkRequest(
    {
      method: edit.method ?? item.method,
      url: edit.url ?? item.url,
      headers: edit.headers ?? before.headers.map(([name, value]) => [name, value]),
      ...(edit.body === undefined ? {} : { body: edit.body }),
      ...(edit.notBefore === undefined || edit.notBefore === null
        ? {}
        : { notBefore: edit.notBefore }),
      ...(edit.expiresAt === undefined ? {} : { expiresAt: edit.expiresAt }),
    },
    deps.mediaTypeOf,
    filenameOf(files, before.body),
    readsPlaceholders(before, item.url, item.origin) ? readTemplateUrl : checkUrl,
  );
  if (!checked.ok) return checked;
  const now = deps.clock.now();
  const { notBefore, expiresAt } = checked.value;
  const tooSoon = refusedForTimes(
    {
      notBefore: edit.notBefore === undefined ? item.notBefore : notBefore,
      expiresAt: edit.expiresAt === undefined ? unlessOver(item.expiresAt, now) : expiresAt,
    },
    now,
  );
  if (tooSoon !== null) return err(tooSoon);
  const body =
    edit.body === undefined
      ? ok(before.body)
      : await storeBody(checked.value.body, { ...deps, files }, aside, before.body);
  if (!body.ok) return body;
  const bytesChanged = edit.body !== undefined && !sameBytes(before.body, body.value);
  const saved = await store.write<Item, OutboxError>((tx) => {
    const same = unchanged(tx, item, before);
    if (!same.ok) return same;
    const current = same.value;
    const account =
      edit.account === undefined
        ? ok(current.account)
        : bindAccount(tx.accounts(), edit.account, checked.value.origin);
    if (!account.ok) return account;
    const { method, url, origin } = checked.value;
    const fields: EditedFields = {
      method,
      url,
      origin,
      account: account.value,
      ...(edit.title === undefined ? {} : { title: edit.title }),
      ...(edit.notBefore === undefined ? {} : { notBefore }),
      ...(edit.expiresAt === undefined ? {} : { expiresAt }),
    };
    const request = { headers: checked.value.headers, body: body.value };
    return saveRevision(tx, current, { fields, request, bytesChanged }, deps);
  });
  if (!saved.ok) await vault.discard(newNames(body.value, before.body));
  return saved;
}

/** An item that may be edited, and what it sends now. */
export function editable(
  read: StoreReader,
  id: string,
): Result<{ readonly item: Item; readonly before: StoredRequest }, OutboxError> {
  const item = read.item(id);
  const before = item && read.request(id);
  if (item === null || before === null) return err(outboxError('ITEM_NOT_FOUND', { id }));
  const refused = refusalOf(item);
  return refused === null ? ok({ item, before }) : err(refused);
}

/** The item as it is now, when nobody else has edited it, or filled it in, since it was looked at. */
export function unchanged(
  read: StoreReader,
  { id, revision }: Item,
  before: StoredRequest,
): Result<Item, OutboxError> {
  const current = read.item(id);
  const request = read.request(id);
  const wasFilled =
    request !== null && (unfilled(request) === null) !== (unfilled(before) === null);
  return current === null || current.revision !== revision || wasFilled
    ? err(outboxError('ITEM_STATE', { id, state: current?.state ?? '' }))
    : ok(current);
}

export interface Revision {
  readonly fields: Omit<EditedFields, 'bodyBytes' | 'lane' | 'idempotencyKey' | 'mayHaveArrived'>;
  readonly request: Omit<StoredRequest, 'revision' | 'template'>;
  readonly bytesChanged: boolean;
}

/**
 * Writes a revision down and lets the item go again. It gets a new key exactly when method, URL, account or bytes
 * are others than before: for the server it is another request then. ITEM_OF_ANOTHER while somebody else is signed in:
 * whoever it is writes nothing in another's name, and takes nothing of theirs over.
 */
export function saveRevision(
  tx: StoreWriter,
  current: Item,
  { fields, request: edit, bytesChanged }: Revision,
  {
    clock,
    policy,
    random,
    ids,
    digest,
    vault,
  }: Pick<EditDeps, 'clock' | 'policy' | 'random' | 'ids' | 'digest' | 'vault'>,
): Result<Item, OutboxError> {
  const context = { now: clock.now(), policy, random };
  const before = tx.request(current.id);
  if (before === null) return err(outboxError('ITEM_NOT_FOUND', { id: current.id }));
  const owner = tx.accounts().find(({ name }) => name === current.account) ?? null;
  if (owner !== null && isOfAnother(current, owner))
    return err(
      outboxError('ITEM_OF_ANOTHER', {
        id: current.id,
        person: nameOf(owner, current.subject) ?? '',
      }),
    );
  const made = retemplate(tx, { ...current, ...fields }, before, edit, {
    readKept: vault.readNow,
    digest,
  });
  if (!made.ok) return made;
  const { url, request, parents } = made.value;
  const wanted = { ...current, ...fields, url };
  const { account } = wanted;
  // Of another account it is whose that account is: nobody is anybody there.
  const subject =
    fields.subject ??
    (account === current.account ? current.subject : subjectAt(tx.accounts(), account));
  const otherRequest =
    bytesChanged ||
    wanted.method !== current.method ||
    wanted.url !== current.url ||
    account !== current.account ||
    subject !== current.subject;
  const bodyBytes = contentBytes(request.body);
  const edited: EditedFields = {
    ...fields,
    url,
    subject,
    bodyBytes,
    lane: bodyBytes > LARGE_BODY_BYTES ? 'large' : 'small',
    ...(otherRequest ? { idempotencyKey: ids.idempotencyKey(), mayHaveArrived: false } : {}),
  };
  const next = transition(current, { type: 'edit', fields: edited }, context);
  if (next.kind === 'ignored')
    return err(
      refusalOf(current) ?? outboxError('ITEM_STATE', { id: current.id, state: current.state }),
    );
  const scope = orderScopeOf(next.item);
  const headBefore = scope && tx.orderHead(scope);
  tx.addRequest(current.id, { ...request, revision: next.item.revision });
  saveTransition(tx, current, next.item, next.change, context);
  if (parents.length > 0) followToo(tx, next.item, parents);
  if (scope === null || next.item.account === current.account)
    return ok(tx.item(current.id) ?? next.item);
  moveInOrder(tx, current, next.item, headBefore);
  return ok(tx.item(current.id) ?? next.item);
}

function refusalOf(item: Item): OutboxError | null {
  const { id, state } = item;
  if (state === 'sending') return outboxError('ITEM_SENDING', { id });
  return isFinal(state) ? outboxError('ITEM_STATE', { id, state }) : null;
}

/** A new boundary or a new copy of the same file does not make other content. */
function sameBytes(a: StoredBody, b: StoredBody): boolean {
  const content = (body: StoredBody): string =>
    JSON.stringify(body, (key, value: unknown) =>
      key === 'boundary' || (key === 'file' && typeof value === 'string') ? undefined : value,
    );
  return a.kind !== 'multipart' && content(a) === content(b);
}
