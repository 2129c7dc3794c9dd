import type { HostEvents, OutboxCalls } from '../../../shared/contracts/control-protocol.ts';
import type { Change } from '../../../shared/outbox/change.ts';
import { SOURCE } from './cli.ts';

export interface Following {
  /** Tells what has not been told yet, and stops; the cursor to go on from, null when nothing was heard at all. */
  end(): Promise<number | null>;
}

/** No cursor is as new as this one, so that asking for what is after it answers RESYNC with the newest. */
const BEYOND = Number.MAX_SAFE_INTEGER;

/**
 * Tells the changes of the queue in order, from `cursor` or, without one, from now on. What is too long ago is left
 * out. A host that stops is the end of it.
 */
export function followChanges(
  { api, onChange }: { readonly api: OutboxCalls } & Pick<HostEvents, 'onChange'>,
  cursor: number | null,
  tell: (change: Change) => Promise<void>,
): Following {
  let position = cursor;
  let asked = false;

  async function look(): Promise<void> {
    asked = false;
    for (;;) {
      const page = await api.call('changes', { cursor: position ?? BEYOND }, SOURCE);
      if (!page.ok) {
        if (page.error.code !== 'RESYNC') return;
        position = Number(page.error.params['cursor']);
        continue;
      }
      for (const change of page.value.changes) await tell(change);
      position = page.value.cursor;
      if (page.value.changes.length === 0) return;
    }
  }

  let looking: Promise<void> = Promise.resolve();
  const lookSoon = (): void => {
    if (asked) return;
    asked = true;
    looking = looking.then(look);
  };
  const stop = onChange(lookSoon);
  // At once: what is "from now on" is decided with this first question.
  looking = look();
  return {
    async end() {
      stop();
      lookSoon();
      await looking;
      return position;
    },
  };
}
