import { useState } from 'react';
import type { OutboxError } from '../../shared/contracts/errors.ts';
import { useClient } from '../live/client.ts';
import { useCall } from '../live/use-call.ts';
import { useItemVersion } from '../live/use-item-version.ts';
import { type Trial, trialOf } from './trial.ts';

export interface RunningTrial {
  readonly trial: Trial | null;
  readonly itemId: string | null;
  readonly error: OutboxError | null;
  readonly begin: (id: string) => void;
}

/** Lets one item of a group go, and follows it. */
export function useTrial(): RunningTrial {
  const client = useClient();
  const [tried, setTried] = useState<{ readonly id: string; readonly attempts: number } | null>(
    null,
  );
  const [refused, setRefused] = useState<OutboxError | null>(null);
  const version = useItemVersion(tried?.id ?? '');
  const { value, error } = useCall('get', tried === null ? null : { id: tried.id }, version);

  const begin = async (id: string) => {
    setRefused(null);
    const before = await client.call('get', { id });
    if (!before.ok) return setRefused(before.error);
    const result = await client.call('retry', { items: { ids: [id] } });
    if (!result.ok) return setRefused(result.error);
    const [refusal] = result.value.refusals;
    if (refusal !== undefined)
      return setRefused({ code: refusal.code, params: { id, state: refusal.state } });
    setTried({ id, attempts: before.value.item.attempts });
  };

  const gone = error?.code === 'ITEM_NOT_FOUND';
  const trial =
    tried === null || (value === null && !gone)
      ? null
      : trialOf(value?.item ?? null, tried.attempts);
  return {
    trial: trial ?? (tried === null ? null : { kind: 'running' }),
    itemId: tried?.id ?? null,
    error: refused ?? (gone ? null : error),
    begin: (id) => void begin(id),
  };
}
