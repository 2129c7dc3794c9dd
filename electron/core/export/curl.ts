import type { OutboxError } from '../../../shared/contracts/errors.ts';
import { assertNever } from '../../../shared/lang/assert-never.ts';
import { ok, type Result } from '../../../shared/lang/result.ts';
import type { Item } from '../../../shared/outbox/item.ts';
import type { StoreReader } from '../ports/store-reader.ts';
import type { Vault } from '../ports/vault.ts';
import { keptRequest } from '../reading/request-view.ts';
import { bashCommand } from './bash.ts';
import { powershellCommand } from './powershell.ts';
import { wireRequest } from './wire-request.ts';

export type Shell = 'bash' | 'powershell';

/** A command that sends what the item's present revision sends. BODY_NOT_KEPT once that is gone. */
export function curlCommand(
  { read, vault }: { readonly read: StoreReader; readonly vault: Pick<Vault, 'pathOf'> },
  item: Item,
  { shell, secrets }: { readonly shell: Shell; readonly secrets: boolean },
): Result<string, OutboxError> {
  const request = keptRequest(read, item.id);
  if (!request.ok) return request;
  const account = read.accounts().find((one) => one.name === item.account) ?? null;
  const wire = wireRequest(item, request.value, account, { pathOf: vault.pathOf, secrets });
  switch (shell) {
    case 'bash':
      return ok(bashCommand(wire));
    case 'powershell':
      return ok(powershellCommand(wire));
    default:
      return assertNever(shell);
  }
}
