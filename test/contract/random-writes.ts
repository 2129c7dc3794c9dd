import fc from 'fast-check';
import type { OutboxStore } from '../../electron/core/ports/outbox-store.ts';
import type { NewItem, StoreWriter } from '../../electron/core/ports/store-writer.ts';
import { err, ok, type Result } from '../../shared/lang/result.ts';
import {
  inState,
  newItem,
  openAttempt,
  request,
  STATES,
  vaultBody,
} from '../support/item-fixtures.ts';

const id = fc.integer({ min: 0, max: 7 }).map((n) => `i${n}`);
const priority = fc.constantFrom(1 as const, 2 as const, 4 as const);
const account = fc.constantFrom(null, 'clinic');
const vaultFile = fc.constantFrom('v0', 'v1', 'v2');

const fields = fc.record({
  account,
  priority,
  effectivePriority: priority,
  origin: fc.constantFrom('https://one.test', 'https://two.test'),
  lane: fc.constantFrom('small' as const, 'large' as const),
  isolated: fc.boolean(),
  blockers: fc.constantFrom(0, 0, 1),
  orderKey: fc.constantFrom(null, 'o'),
  dedupeKey: fc.constantFrom(null, 'd'),
  expiresAt: fc.constantFrom(null, 7_000, 8_000),
});

const command = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('insert' as const),
      id,
      fields,
      file: vaultFile,
      parents: fc.uniqueArray(id, { maxLength: 2 }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('save' as const),
      id,
      fields,
      state: fc.constantFrom(...STATES),
      stale: fc.constantFrom(false, false, false, true),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('adjust' as const), id, fields }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('remove' as const), id }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('setAside' as const), id }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('bringBack' as const), id }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('purgeAside' as const), id }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('dropBodies' as const), id }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('attempt' as const), id, file: vaultFile }) },
);

type Command = typeof command extends fc.Arbitrary<infer C> ? C : never;

/** One operation of the port: some commands, and how it ends. */
const operation = fc.record({
  commands: fc.array(command, { minLength: 1, maxLength: 4 }),
  ends: fc.constantFrom(
    'ok' as const,
    'ok' as const,
    'ok' as const,
    'err' as const,
    'throw' as const,
  ),
});

type Operation = typeof operation extends fc.Arbitrary<infer O> ? O : never;

/** Groups of operations; those of a group are written in one tick. */
export const randomGroups = fc.array(fc.array(operation, { minLength: 1, maxLength: 3 }), {
  minLength: 1,
  maxLength: 10,
});

/** What each operation answered: a value, an error, or that it threw. */
export async function runGroup(
  store: OutboxStore,
  group: readonly Operation[],
): Promise<readonly unknown[]> {
  const settled = await Promise.allSettled(
    group.map((one) => store.write((tx) => perform(tx, one))),
  );
  return settled.map((one) => (one.status === 'fulfilled' ? one.value : 'threw'));
}

function perform(tx: StoreWriter, { commands, ends }: Operation): Result<unknown, string> {
  const answers = commands.map((one) => obey(tx, one));
  if (ends === 'throw') throw new Error('a bug');
  return ends === 'ok' ? ok(answers) : err('no');
}

function obey(tx: StoreWriter, one: Command): unknown {
  const item = tx.item(one.id);
  if (one.do === 'insert') {
    if (item !== null || tx.asideItem(one.id) !== null) return 'exists';
    const state = { ...one.fields, id: one.id } satisfies Partial<NewItem>;
    return tx.insert(newItem(state), request(vaultBody(one.file)), one.parents, 1_000);
  }
  if (one.do === 'remove') return tx.remove(one.id, 3_000);
  if (one.do === 'setAside') return tx.setAside(one.id, 3_000);
  if (one.do === 'bringBack') return tx.bringBack(one.id, 3_500);
  if (one.do === 'purgeAside') return tx.purgeAside(one.id);
  if (item === null) return 'none';
  const expected = { state: item.state, revision: item.revision };
  switch (one.do) {
    case 'save': {
      const next = { ...inState(item, one.state), ...one.fields };
      const state = one.stale ? 'unconfirmed' : item.state;
      return tx.save(next, { ...expected, state }, 'edited', 2_000);
    }
    case 'adjust':
      return tx.adjust({ ...item, ...one.fields }, expected);
    case 'dropBodies':
      return tx.dropBodies(one.id);
    case 'attempt':
      return attempt(tx, one.id, one.file);
  }
}

/** Opens an attempt, or closes the one that is open. */
function attempt(tx: StoreWriter, itemId: string, file: string): unknown {
  const last = tx.attempts(itemId).at(-1);
  if (last === undefined || last.endedAt !== null) {
    return tx.openAttempt(openAttempt(itemId, (last?.number ?? 0) + 1));
  }
  return tx.closeAttempt(itemId, last.number, {
    endedAt: 2_500,
    outcome: { kind: 'incomplete', code: 'EPIPE' },
    counted: true,
    report: null,
    body: { bytes: 5, inline: null, file, truncated: null },
  });
}
