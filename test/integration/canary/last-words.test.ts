import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openLogFile } from '../../../electron/adapters/system/log-file.ts';
import { systemClock, systemTimers } from '../../../electron/adapters/system/system.ts';
import { createTextLog } from '../../../electron/adapters/system/text-log.ts';
import { createWorkerHost } from '../../../electron/adapters/worker-host/worker-host.ts';
import type { Header } from '../../../shared/outbox/request.ts';
import { createCanary } from '../../support/canary.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { forkFake, shared } from '../worker-host/host-tools.ts';
import { jobOf } from '../worker-host/jobs.ts';

test('a worker that dies with secrets on its lips leaves none of them in the log file', async () => {
  const canary = createCanary();
  const folder = tempFolder();
  const host = createWorkerHost({
    spawn: forkFake,
    clock: systemClock,
    timers: systemTimers,
    log: createTextLog(openLogFile(folder), systemClock.now),
    folder,
  });
  onTestFinished(() => host.stop(0));
  const given: Header = ['X-Key', canary.secret('key')];
  // These nobody told it to keep to itself, but they look like it.
  const unheardOf: readonly Header[] = [
    ['X-Text', `Authorization: Bearer ${canary.secret('bearer')}`],
    ['X-Text', `eyJhbGciOiJI.${canary.secret('part')}.c2lnbmF0dXJl`],
    ['X-Text', `https://joe:${canary.secret('password')}@127.0.0.1/`],
    ['X-Text', `https://127.0.0.1/?code=${canary.secret('code')}`],
  ];
  await host.run({ ...jobOf('a/1', 'throw-secrets'), secretHeaders: [given] }, shared);
  await host.run({ ...jobOf('b/1', 'throw-headers'), headers: unheardOf }, shared);
  await host.stop(0);

  const log = readFileSync(join(folder, 'log', 'outtray.log'), 'utf8');
  expect(log.match(/Error: told: /g)).toHaveLength(2);
  expect(canary.isIn(log)).toBe(false);
});
