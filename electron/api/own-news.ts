import type { AppNews } from '../../shared/contracts/app-bridge.ts';
import type { StreamLine } from '../../shared/contracts/web-protocol.ts';

/** What of a line an app may know: what is about its own items. Null: nothing. Cursors count everybody's changes. */
export function ownNews(line: StreamLine, isOwn: (itemId: string) => boolean): AppNews | null {
  switch (line.kind) {
    case 'changes': {
      const changes = line.changes
        .filter(({ itemId }) => isOwn(itemId))
        .map(({ itemId, kind, state, at }) => ({ itemId, kind, state, at }));
      return changes.length === 0 ? null : { kind: 'changes', changes };
    }
    case 'progress': {
      const items = line.items.filter(({ itemId }) => isOwn(itemId));
      return items.length === 0 ? null : { kind: 'progress', items };
    }
    case 'resync':
      return { kind: 'resync' };
    case 'beat':
      return null;
  }
}
