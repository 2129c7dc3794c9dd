import { assertNever } from '../../../shared/lang/assert-never.ts';
import type { Account } from '../../../shared/outbox/account.ts';
import type { Item } from '../../../shared/outbox/item.ts';
import type { Header, StoredRequest } from '../../../shared/outbox/request.ts';
import { isSecretName } from '../../../shared/outbox/secret-names.ts';

/** Stands for a secret in a command. */
export const REDACTED = '<redacted>';

/** What the account adds, in the place of what the item has under these names. Its secrets are never had here. */
export function accountHeaders(
  item: Pick<Item, 'origin'>,
  account: Account | null,
): readonly Header[] {
  if (account === null || !account.origins.includes(item.origin)) return [];
  const { auth } = account;
  switch (auth.kind) {
    case 'none':
      return [];
    case 'headers':
      return auth.names.map((name) => [name, REDACTED]);
    case 'bearer':
      return [['Authorization', `Bearer ${REDACTED}`]];
    default:
      return assertNever(auth);
  }
}

/** Headers that the item itself brought and whose values are not written down unless they are asked for twice. */
export function ownSecretsOf(
  item: Pick<Item, 'origin'>,
  { headers }: Pick<StoredRequest, 'headers'>,
  account: Account | null,
): readonly Header[] {
  const others = new Set(accountHeaders(item, account).map(([name]) => name.toLowerCase()));
  return headers.filter(([name]) => isSecretName(name) && !others.has(name.toLowerCase()));
}
