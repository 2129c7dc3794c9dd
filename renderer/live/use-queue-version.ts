import { useEffect, useState } from 'react';
import { useClient } from './client.ts';

const QUIET_MS = 500;

/** A number that grows when something happened in the queue, at most twice a second. */
export function useQueueVersion(): number {
  const client = useClient();
  const [version, setVersion] = useState(0);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const stop = client.subscribe((event) => {
      if (event.kind !== 'changes' && event.kind !== 'resync') return;
      timer ??= setTimeout(() => {
        timer = null;
        setVersion((before) => before + 1);
      }, QUIET_MS);
    });
    return () => {
      stop();
      if (timer !== null) clearTimeout(timer);
    };
  }, [client]);
  return version;
}
