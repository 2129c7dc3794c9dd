import { useEffect, useState } from 'react';
import { useClient } from './client.ts';

/** A number that grows whenever something happened to the item, or may have. */
export function useItemVersion(id: string): number {
  const client = useClient();
  const [version, setVersion] = useState(0);
  useEffect(
    () =>
      client.subscribe((event) => {
        const concerns =
          event.kind === 'resync' ||
          (event.kind === 'changes' && event.changes.some((change) => change.itemId === id));
        if (concerns) setVersion((before) => before + 1);
      }),
    [client, id],
  );
  return version;
}
