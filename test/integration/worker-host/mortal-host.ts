// A host that can be killed: node mortal-host.ts FOLDER ENTRY URL starts one attempt to URL in a worker that runs
// ENTRY, and keeps it for as long as it lives.
import { systemClock, systemTimers } from '../../../electron/adapters/system/system.ts';
import { forkWorker } from '../../../electron/adapters/worker-host/fork-worker.ts';
import { createWorkerHost } from '../../../electron/adapters/worker-host/worker-host.ts';
import { jobTo } from './jobs.ts';

const [folder = '', entry = '', url = ''] = process.argv.slice(2);
const note = () => {};
const host = createWorkerHost({
  spawn: forkWorker(entry),
  clock: systemClock,
  timers: systemTimers,
  log: { info: note, warn: note, error: note },
  folder,
});
await host.run(jobTo('a/1', url), {
  isolated: false,
  onProgress: () => console.log('under way'),
});
