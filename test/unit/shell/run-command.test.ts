import { beforeEach, expect, it } from 'vitest';
import type { Call } from '../../../electron/main/shell/look-at-outbox.ts';
import { commandRunner } from '../../../electron/main/shell/run-command.ts';
import type { ShellCommand } from '../../../electron/main/shell/tray-menu.ts';
import { type OutboxError, outboxError } from '../../../shared/contracts/errors.ts';
import { err, ok } from '../../../shared/lang/result.ts';

let done: unknown[];
let refused: OutboxError | null;
let run: (command: ShellCommand) => void;

beforeEach(() => {
  done = [];
  refused = null;
  const call: Call = async (name, input) => {
    done.push([name, input]);
    return refused === null ? ok(null as never) : err(refused);
  };
  run = commandRunner({
    call,
    show: (place) => done.push(['show', place]),
    quit: () => done.push('quit'),
    now: () => 1_000,
    tomorrowMorning: (now) => now + 8,
    log: { info() {}, warn: (event, fields) => done.push([event, fields]), error() {} },
  });
});

it.for<[ShellCommand, unknown]>([
  [{ do: 'sync' }, ['sync', {}]],
  [{ do: 'pause', length: 'quarter' }, ['pause', { scope: 'all', until: 901_000 }]],
  [{ do: 'pause', length: 'tomorrow' }, ['pause', { scope: 'all', until: 1_008 }]],
  [{ do: 'pause', length: 'resumed' }, ['pause', { scope: 'all', until: null }]],
  [{ do: 'resume' }, ['resume', { scope: 'all' }]],
  [{ do: 'open' }, ['show', undefined]],
  [{ do: 'openItem', id: 'a' }, ['show', { at: 'item', id: 'a' }]],
  [{ do: 'openGroup', key: 'k' }, ['show', { at: 'group', key: 'k' }]],
  [{ do: 'openNeedsYou' }, ['show', { at: 'failures' }]],
  [{ do: 'openAccounts' }, ['show', { at: 'accounts' }]],
  [{ do: 'openSettings' }, ['show', { at: 'settings' }]],
  [{ do: 'quit' }, 'quit'],
])('%j is carried out', ([command, expected]) => {
  run(command);
  expect(done).toEqual([expected]);
});

it('what is refused is in the log', async () => {
  refused = outboxError('NO_SPACE');
  run({ do: 'sync' });
  await expect.poll(() => done[1]).toEqual(['tray.refused', { call: 'sync', code: 'NO_SPACE' }]);
});
