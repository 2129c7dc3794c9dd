import type { OutboxClient, OutboxEvent } from '../transport/outbox-client.ts';

/** An upload that stands still is not told again: whoever begins to look hears how far it got. */
export function withLastProgress(client: OutboxClient): OutboxClient {
  let last: OutboxEvent | null = null;
  return {
    ...client,
    subscribe(listener) {
      const stop = client.subscribe((event) => {
        if (event.kind === 'progress') last = event;
        listener(event);
      });
      if (last !== null) listener(last);
      return stop;
    },
  };
}
