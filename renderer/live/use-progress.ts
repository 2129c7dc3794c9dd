import { useEffect, useState } from 'react';
import type { ItemProgress } from '../transport/outbox-client.ts';
import { useClient } from './client.ts';

/** How far the item's request body has got; null while it is not being sent. */
export function useProgress(id: string): ItemProgress | null {
  const client = useClient();
  const [progress, setProgress] = useState<ItemProgress | null>(null);
  useEffect(() => {
    setProgress(null);
    return client.subscribe((event) => {
      if (event.kind === 'progress')
        setProgress(event.items.find((one) => one.itemId === id) ?? null);
    });
  }, [client, id]);
  return progress;
}
