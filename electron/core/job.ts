import {
  type Job,
  type JobBody,
  type JobFile,
  type TransferLimits,
  type UnroutedJob,
} from '../../shared/contracts/worker-protocol.ts';
import { assertNever } from '../../shared/lang/assert-never.ts';
import { type Account, DEFAULT_IDEMPOTENCY } from '../../shared/outbox/account.ts';
import type { Attempt } from '../../shared/outbox/attempt.ts';
import type { Item } from '../../shared/outbox/item.ts';
import type { Header, StoredBody, StoredFile, StoredRequest } from '../../shared/outbox/request.ts';
import { contractFor, DEFAULT_CONTRACT } from '../../shared/outbox/success-contract.ts';
import type { Vault } from './ports/vault.ts';
import { trustOf } from './trust.ts';

export const attemptIdOf = (attempt: Pick<Attempt, 'itemId' | 'number'>): string =>
  `${attempt.itemId}/${attempt.number}`;

/** Its own URL, also where its server passes it on: another address does not ask for less. */
const contractOf = (item: Pick<Item, 'url' | 'checkUrl'>, account: Account | null) =>
  item.checkUrl === null ? contractFor(account?.contract ?? null, item.url) : DEFAULT_CONTRACT;

/**
 * What the worker needs to perform an attempt; everything that must stay equal between attempts is stored. One that
 * asks whether the item arrived carries no body, and any 2xx that is no web page is a yes.
 * `credentials` go to the account's own origins only (G10), and so far its certificates are trusted.
 */
export function makeJob(
  attempt: Attempt,
  request: StoredRequest,
  item: Pick<Item, 'url' | 'checkUrl'>,
  account: Account | null,
  credentials: readonly Header[],
  vault: Vault,
  { limits, mayKeepFile }: { readonly limits: TransferLimits; readonly mayKeepFile: boolean },
  reach: Job['reach'],
): UnroutedJob {
  const isCheck = item.checkUrl !== null;
  const style = account?.idempotency ?? DEFAULT_IDEMPOTENCY;
  const key = style.quoted ? `"${attempt.idempotencyKey}"` : attempt.idempotencyKey;
  const attemptId = attemptIdOf(attempt);
  const spill = vault.spillName(attemptId);
  const isOwn = account?.origins.includes(new URL(attempt.url).origin) ?? false;
  return {
    attemptId,
    method: attempt.method,
    url: attempt.url,
    reach,
    trust: account !== null && isOwn ? trustOf(account) : null,
    headers: [
      ...request.headers,
      // Of the item's own request alone: a server takes the same key with another request for a mistake.
      ...(isCheck ? [] : [[style.header, key] as const]),
      ['X-Outbox-Attempt', String(attempt.number)],
    ],
    secretHeaders: isOwn ? credentials : [],
    body: isCheck ? { kind: 'none' } : jobBody(request.body, vault),
    contract: contractOf(item, account),
    limits,
    spill: mayKeepFile ? { path: vault.pathOf(spill), name: spill } : null,
  };
}

function jobBody(body: StoredBody, vault: Vault): JobBody {
  switch (body.kind) {
    case 'none':
      return body;
    case 'inline':
      return {
        kind: 'inline',
        text: body.text,
        contentType: body.contentType,
        sha256: body.sha256,
      };
    case 'file':
      return { kind: 'file', file: jobFile(body.file, vault), contentType: body.contentType };
    case 'multipart':
      return {
        kind: 'multipart',
        boundary: body.boundary,
        parts: body.parts.map((part) =>
          part.kind === 'field' ? part : { ...part, file: jobFile(part.file, vault) },
        ),
      };
    default:
      return assertNever(body);
  }
}

function jobFile(file: StoredFile, vault: Vault): JobFile {
  return file.kind === 'vault'
    ? { path: vault.pathOf(file.file), size: file.size, sha256: file.sha256, unchangedSince: null }
    : {
        path: file.path,
        size: file.size,
        sha256: file.sha256,
        unchangedSince: { mtimeMs: file.mtimeMs, inode: file.inode },
      };
}
