import { ok, type Result } from '../../shared/lang/result.ts';
import type { Item } from '../../shared/outbox/item.ts';
import { finish, wakeItem } from './finish.ts';
import type { PagePosition } from './ports/item-queries.ts';
import type { OutboxStore, StoreFailure } from './ports/outbox-store.ts';
import type { StoreWriter } from './ports/store-writer.ts';
import type { TransitionContext } from './transition.ts';

const CHUNK = 200;
const DAY = 24 * 3_600_000;

/**
 * What a start finds: attempts that nobody runs any more end as `hostLost`, gates forget the probe that
 * was on its way. Call it only after every worker of an earlier host was seen to be gone; where it fails it is to
 * be called again before anything is sent.
 */
export async function recover(
  store: OutboxStore,
  context: () => TransitionContext,
): Promise<Result<null, StoreFailure>> {
  for (;;) {
    const left = await store.write((tx) => {
      const lost = tx.inState('sending', CHUNK);
      for (const item of lost) endLost(tx, item, context());
      for (const gate of tx.gates()) {
        if (gate.probing !== null) tx.saveGate({ ...gate, probing: null });
      }
      return ok(lost.length);
    });
    if (!left.ok) return left;
    if (left.value < CHUNK) break;
  }
  await clampWaits(store, context);
  return ok(null);
}

function endLost(tx: StoreWriter, item: Item, context: TransitionContext): void {
  if (item.state !== 'sending') return;
  finish(
    tx,
    {
      itemId: item.id,
      number: item.attempt,
      probe: false,
      startedAt: item.startedAt,
      outcome: { kind: 'hostLost' },
      report: null,
      freshToken: false,
      unsigned: false,
    },
    null,
    () => null,
    context,
  );
}

/**
 * A clock that was set back would leave items waiting for years: a wait longer than the policy can have
 * asked for ends now. A time that the caller named stands.
 */
export async function clampWaits(
  store: OutboxStore,
  context: () => TransitionContext,
): Promise<void> {
  let after: PagePosition | null = null;
  do {
    const page = store.read.items({ states: ['waiting'] }, { after, limit: CHUNK, sort: 'oldest' });
    const { now, policy } = context();
    const late = page.rows.filter(
      (item) =>
        item.state === 'waiting' &&
        item.reason.code !== 'NOT_BEFORE' &&
        item.dueAt - now > Math.max(policy.backoff.cap, item.floorAt === null ? 0 : DAY),
    );
    if (late.length > 0) {
      await store.write((tx) => {
        for (const { id } of late) {
          const item = tx.item(id);
          if (item?.state === 'waiting') wakeItem(tx, { ...item, floorAt: null }, context());
        }
        return ok(null);
      });
    }
    after = page.next;
  } while (after !== null);
  await store.write((tx) => {
    const { now } = context();
    for (const gate of tx.gates()) {
      if (gate.probeAt !== null && gate.probeAt - now > DAY)
        tx.saveGate({ ...gate, probeAt: now, floorAt: null });
    }
    return ok(null);
  });
}
