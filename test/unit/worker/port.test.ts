import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { portOf } from '../../../electron/worker/port.ts';
import { serve } from '../../../electron/worker/serve.ts';
import { createAgents } from '../../../electron/worker/transport/agents.ts';
import { parentChannel } from '../../../shared/lang/parent-channel.ts';

/** A process as Electron makes it: with a parent port and without an IPC channel. */
function utilityProcess() {
  const sent: unknown[] = [];
  const parentPort = Object.assign(new EventEmitter(), {
    postMessage: (message: unknown) => sent.push(message),
  });
  const fake = Object.assign(Object.create(process), { parentPort, send: undefined });
  return { fake, parentPort, sent };
}

test('in a utility process the worker talks through the parent port', () => {
  const { fake, parentPort, sent } = utilityProcess();
  const port = portOf(fake);
  if (port === null) throw new Error('no port');
  let exits = 0;
  const agents = createAgents(() => {});
  const context = { agents, now: () => 0, monotonic: () => 0 };
  serve(port, context, { pid: 5, exit: () => exits++ });
  parentPort.emit('message', { data: { type: 'ping', n: 3 } });
  parentPort.emit('message', { data: 'nonsense' });
  expect(sent).toEqual([
    { type: 'ready', pid: 5 },
    { type: 'pong', n: 3 },
  ]);
  parentPort.emit('close');
  expect(exits).toBe(1);
});

test('a process that Electron started ends by itself when it has no more to say', () => {
  const { fake } = utilityProcess();
  let exits = 0;
  parentChannel(Object.assign(fake, { exit: () => exits++ }))?.close();
  expect(exits).toBe(1);
});

test('a process without any channel has no port', () => {
  expect(portOf(Object.assign(Object.create(process), { send: undefined }))).toBeNull();
});
