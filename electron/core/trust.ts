import type { Trust } from '../../shared/contracts/worker-protocol.ts';
import type { Account } from '../../shared/outbox/account.ts';

/** What the account's own servers, and its token endpoint, are believed by beside what the system trusts. */
export const trustOf = ({ name, ca }: Pick<Account, 'name' | 'ca'>): Trust | null =>
  ca === null ? null : { account: name, file: ca.file };
