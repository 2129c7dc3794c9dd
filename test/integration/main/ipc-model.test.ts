import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { WINDOW_CHANNELS } from '../../../shared/contracts/window-bridge.ts';
import { type Attached, attach } from '../../support/attached.ts';

/** What a person would expect of each item while nothing is sent. */
type State = 'queued' | 'held' | 'cancelled';

interface Model {
  readonly states: State[];
}

interface Real {
  app: Attached;
  readonly home: string;
  readonly ids: string[];
}

interface Answer {
  readonly ok: boolean;
  readonly value: never;
}

const call = async ({ app }: Real, name: string, input: unknown): Promise<Answer> =>
  (await app.ask(WINDOW_CHANNELS.call, { name, input })) as Answer;

async function states(real: Real): Promise<readonly string[]> {
  const found = await Promise.all(real.ids.map((id) => call(real, 'get', { id })));
  return found.map(({ value }) => (value as { item: { state: string } }).item.state);
}

type Command = fc.AsyncCommand<Model, Real>;

async function expectSame(model: Model, real: Real): Promise<void> {
  expect(await states(real)).toEqual(model.states);
}

const enqueue: Command = {
  check: () => true,
  async run(model, real) {
    const url = 'http://127.0.0.1:9/inbox';
    const added = await call(real, 'enqueue', {
      method: 'POST',
      url,
      requestId: `r${real.ids.length}`,
    });
    real.ids.push((added.value as { id: string }).id);
    model.states.push('queued');
    await expectSame(model, real);
  },
  toString: () => 'enqueue',
};

/** The same request once more, by a page that has not heard of its acceptance. */
const enqueueAgain: Command = {
  check: ({ states: known }) => known.length > 0,
  async run(model, real) {
    const url = 'http://127.0.0.1:9/inbox';
    const again = await call(real, 'enqueue', { method: 'POST', url, requestId: 'r0' });
    expect(again.value).toMatchObject({ id: real.ids[0] });
    await expectSame(model, real);
  },
  toString: () => 'enqueue again',
};

/** A command on one item, and what becomes of each state by it. */
const command = (
  name: 'hold' | 'release' | 'cancel' | 'retry',
  at: number,
  becomes: Partial<Record<State, State>>,
): Command => ({
  check: ({ states: known }) => known.length > 0,
  async run(model, real) {
    const index = at % real.ids.length;
    const state = model.states[index];
    await call(real, name, { items: { ids: [real.ids[index]] } });
    if (state !== undefined) model.states[index] = becomes[state] ?? state;
    await expectSame(model, real);
  },
  toString: () => `${name} ${at}`,
});

/** The host ends in order or not at all, and begins again. */
const restart: Command = {
  check: () => true,
  async run(model, real) {
    await real.app.here.close(0);
    real.app = await attach(real.home);
    await expectSame(model, real);
  },
  toString: () => 'restart',
};

const commands = fc.commands(
  [
    fc.constant(enqueue),
    fc.constant(enqueueAgain),
    fc.nat(20).map((at) => command('hold', at, { queued: 'held' })),
    fc.nat(20).map((at) => command('release', at, { held: 'queued' })),
    fc.nat(20).map((at) => command('cancel', at, { queued: 'cancelled', held: 'cancelled' })),
    fc.nat(20).map((at) => command('retry', at, {})),
    fc.constant(restart),
  ],
  { maxCommands: 25 },
);

test('I-09: whatever a page does in whatever order, and over restarts, each item is in the state that is expected', async () => {
  await fc.assert(
    fc.asyncProperty(commands, async (run) => {
      const home = mkdtempSync(join(tmpdir(), 'outtray-model-'));
      const real: Real = { app: await attach(home), home, ids: [] };
      try {
        await call(real, 'pause', { scope: 'all' });
        await fc.asyncModelRun(() => ({ model: { states: [] }, real }), run);
      } finally {
        await real.app.here.close(0);
        rmSync(home, { recursive: true, force: true });
      }
    }),
    { numRuns: 15 },
  );
});
