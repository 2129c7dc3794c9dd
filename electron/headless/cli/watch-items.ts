import type { Item } from '../../../shared/outbox/item.ts';
import type { Host } from '../host.ts';
import { SOURCE } from './cli.ts';

export interface ItemWatch {
  /** Tells what has not been told yet, and stops. */
  end(): Promise<void>;
}

/**
 * Tells each item once for every attempt of it that ended, with the state it is in then. Whatever is claimed is
 * seen: a claim is a change of the queue, and the item is among the running ones at that moment.
 */
export function watchItems(
  { api, sending, onChange }: Pick<Host, 'api' | 'sending' | 'onChange'>,
  tell: (item: Item) => void,
): ItemWatch {
  const watched = new Set<string>();
  let looking: Promise<void> = Promise.resolve();
  let asked = false;

  async function look(): Promise<void> {
    asked = false;
    for (const id of Array.from(watched)) {
      const details = await api.call('get', { id }, SOURCE);
      if (details.ok && details.value.item.state === 'sending') continue;
      watched.delete(id);
      if (details.ok) tell(details.value.item);
    }
  }

  const lookSoon = (): void => {
    for (const { itemId } of sending.running()) watched.add(itemId);
    if (asked) return;
    asked = true;
    looking = looking.then(look);
  };

  const stop = onChange(lookSoon);
  return {
    async end() {
      stop();
      lookSoon();
      await looking;
    },
  };
}
