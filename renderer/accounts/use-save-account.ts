import { useState } from 'react';
import type { AccountView } from '../../shared/contracts/account-calls.ts';
import type { OutboxError } from '../../shared/contracts/errors.ts';
import { useClient } from '../live/client.ts';
import type { OutboxClient } from '../transport/outbox-client.ts';
import type { AccountParts } from './account-of.ts';
import type { Rules } from './rules-form.ts';

/** Saves an account: a new one, or what was changed of one that is there. */
export function useSaveAccount(isThere: boolean, onSaved: (account: AccountView) => void) {
  const client = useClient();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<OutboxError | null>(null);
  return {
    busy,
    error,
    forget: () => setError(null),
    async save(account: AccountParts, rules: Rules) {
      setBusy(true);
      const result = await (isThere ? change : add)(client, account, rules);
      setBusy(false);
      if (result.ok) onSaved(result.value);
      else setError(result.error);
    },
  };
}

const change = (client: OutboxClient, { auth, ...account }: AccountParts, rules: Rules) =>
  client.call('accounts.change', { ...account, ...rules, ...(auth === null ? {} : { auth }) });

const add = (client: OutboxClient, { auth, ...account }: AccountParts, rules: Rules) =>
  client.call('accounts.save', { ...account, ...nonNull(rules), auth: auth ?? { kind: 'none' } });

function nonNull({ contract, verify, idempotency, unknownOutcome, ca, identity }: Rules) {
  return {
    ...(contract ? { contract } : {}),
    ...(verify ? { verify } : {}),
    ...(idempotency ? { idempotency } : {}),
    ...(unknownOutcome ? { unknownOutcome } : {}),
    ...(ca ? { ca } : {}),
    ...(identity ? { identity } : {}),
  };
}
