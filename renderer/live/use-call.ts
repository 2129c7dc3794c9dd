import { useCallback, useEffect, useState } from 'react';
import type { OutboxError } from '../../shared/contracts/errors.ts';
import type { CallInput, CallName, CallOutput } from '../../shared/contracts/outbox-api.ts';
import { useClient } from './client.ts';

export interface Called<Output> {
  /** The last answer to this input, also while it is asked again. */
  readonly value: Output | null;
  readonly error: OutboxError | null;
  readonly reload: () => void;
}

/** Asks the outbox, and again whenever `version` changes. A null input asks nothing. */
export function useCall<Name extends CallName>(
  name: Name,
  input: CallInput<Name> | null,
  version: string | number = 0,
): Called<CallOutput<Name>> {
  const client = useClient();
  const key = input === null ? null : JSON.stringify(input);
  const [round, setRound] = useState(0);
  const [kept, setKept] = useState<{
    readonly key: string | null;
    readonly value: CallOutput<Name> | null;
    readonly error: OutboxError | null;
  }>({ key, value: null, error: null });

  useEffect(() => {
    if (key === null) return;
    let current = true;
    const ask = async () => {
      const result = await client.call(name, JSON.parse(key) as CallInput<Name>);
      if (!current) return;
      setKept((before) =>
        result.ok
          ? { key, value: result.value, error: null }
          : { key, value: before.key === key ? before.value : null, error: result.error },
      );
    };
    void ask();
    return () => {
      current = false;
    };
  }, [client, name, key, version, round]);

  const reload = useCallback(() => setRound((before) => before + 1), []);
  return kept.key === key
    ? { value: kept.value, error: kept.error, reload }
    : { value: null, error: null, reload };
}
