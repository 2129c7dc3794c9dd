import type { HarEntry } from '../../../shared/contracts/har.ts';
import type { Attempt } from '../../../shared/outbox/attempt.ts';
import type { Item } from '../../../shared/outbox/item.ts';
import type { Header } from '../../../shared/outbox/request.ts';
import { withoutSecretsInQuery } from '../../../shared/outbox/secret-names.ts';
import type { StoreReader } from '../ports/store-reader.ts';
import type { Vault } from '../ports/vault.ts';
import { contentOf, postDataOf, TOLD_BYTES } from './har-bodies.ts';
import { type HarBodies, harEntry, valueOf } from './har-entry.ts';
import { ownSecretsOf } from './own-secrets.ts';

export interface HarDeps {
  readonly read: StoreReader;
  readonly vault: Pick<Vault, 'readRange'>;
}

export interface HarWish {
  /** What was sent and answered, too, as far as it is kept. */
  readonly bodies: boolean;
  /** The item's own secret headers as they were given. */
  readonly secrets: boolean;
}

/** An item's attempts as entries of an HTTP archive, oldest first. */
export function harEntries(deps: HarDeps, item: Item, wish: HarWish): Promise<readonly HarEntry[]> {
  return Promise.all(
    deps.read.attempts(item.id).map(async (attempt) =>
      harEntry(item, attempt, {
        url: wish.secrets ? attempt.url : withoutSecretsInQuery(attempt.url),
        headers: wish.secrets ? withOwnSecrets(deps.read, item, attempt) : recorded(attempt),
        postData: wish.bodies ? sent(deps.read, attempt) : leftOut(attempt),
        content: wish.bodies ? await answered(deps, attempt) : {},
      }),
    ),
  );
}

const recorded = (attempt: Attempt): readonly Header[] => attempt.report?.requestHeaders ?? [];

/** The values stand in the order in which they went out. */
function withOwnSecrets(read: StoreReader, item: Item, attempt: Attempt): readonly Header[] {
  const request = read.request(item.id, attempt.revision);
  const account = read.accounts().find((one) => one.name === item.account) ?? null;
  const own = request === null ? [] : [...ownSecretsOf(item, request, account)];
  return recorded(attempt).map(([name, value]): Header => {
    const at = own.findIndex(([key]) => key.toLowerCase() === name.toLowerCase());
    const [found] = at < 0 ? [] : own.splice(at, 1);
    return [name, found?.[1] ?? value];
  });
}

/** That there was a body, and of which kind. */
function leftOut(attempt: Attempt): HarBodies['postData'] {
  const mimeType = valueOf(recorded(attempt), 'content-type');
  const bytes = valueOf(recorded(attempt), 'content-length');
  return mimeType === null || bytes === null
    ? null
    : { mimeType, text: '', comment: `${bytes} bytes, left out` };
}

function sent(read: StoreReader, attempt: Attempt): HarBodies['postData'] {
  const request = read.request(attempt.itemId, attempt.revision);
  return request === null ? leftOut(attempt) : postDataOf(request.body);
}

async function answered(
  { read, vault }: HarDeps,
  { itemId, number }: Attempt,
): Promise<HarBodies['content']> {
  const body = read.responseBody(itemId, number);
  if (body === null) return {};
  if (body.inline !== null) return contentOf(body.inline.subarray(0, TOLD_BYTES), body.bytes);
  if (body.file === null) return body.bytes === 0 ? {} : { comment: 'no longer kept' };
  const range = await vault.readRange({ kind: 'vault', file: body.file }, 0, TOLD_BYTES);
  return range.ok ? contentOf(range.value.bytes, body.bytes) : { comment: 'no longer kept' };
}
