import type { AppStatus } from '../../../shared/contracts/app-grant.ts';
import { type OutboxError, outboxError } from '../../../shared/contracts/errors.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import { ITEM_STATES, type ItemState, type Source } from '../../../shared/outbox/item.ts';
import type { Clock } from '../ports/clock.ts';
import type { StoreReader } from '../ports/store-reader.ts';
import type { Apps } from './app-book.ts';
import { DAY_MS } from './check-grant.ts';

/** What an app may know about itself: its grant, and how its own items stand. */
export function statusOf(
  { read, clock, apps }: { readonly read: StoreReader; readonly clock: Clock; readonly apps: Apps },
  source: Source,
): Result<AppStatus, OutboxError> {
  const app = source.kind === 'app' ? apps.find(source.app) : null;
  if (app === null) return err(outboxError('APP_UNKNOWN', { app: '' }));
  const counts = Object.fromEntries(
    ITEM_STATES.map((state) => [state, read.count({ source, states: [state] })]),
  ) as Record<ItemState, number>;
  return ok({
    app: { id: app.id, name: app.name },
    grant: app.grant,
    counts,
    usage: read.appUsage(app.id, clock.now() - DAY_MS),
  });
}
