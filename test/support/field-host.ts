import { appendFileSync } from 'node:fs';
import { openHost } from '../../electron/headless/index.ts';

/**
 * A host as a process that tests kill at any time:
 *
 *     field-host.ts HOME ACKS produce URL    adds items as fast as they are accepted, and sends
 *     field-host.ts HOME ACKS drain          only sends, and ends with 0 when nothing is left
 *
 * After each acceptance the item's id and key are written to ACKS: from then on the item must survive anything.
 */
const [home = '', acks = '', mode = '', url = ''] = process.argv.slice(2);

const opened = await openHost({ home });
if (!opened.ok) {
  process.stderr.write(`${opened.error.code} ${JSON.stringify(opened.error.params)}\n`);
  process.exit(5);
}
const host = opened.value;
const started = await host.sending.start();
if (!started.ok) throw new Error(started.error.code);
process.stdout.write('started\n');

if (mode === 'produce') {
  for (let n = 0; ; n += 1) {
    const priority = ((n % 4) + 1) as 1 | 2 | 3 | 4;
    const accepted = await host.api.call(
      'enqueue',
      {
        method: 'POST',
        url: `${url}${n % 10 === 0 ? '?status=500&times=1' : ''}`,
        body: { kind: 'json', value: { n, pid: process.pid } },
        priority,
        ...(n % 5 === 0 ? { orderKey: `key-${n % 3}` } : {}),
      },
      { kind: 'cli' },
    );
    if (!accepted.ok) throw new Error(accepted.error.code);
    appendFileSync(acks, `${accepted.value.id}\n`);
  }
} else {
  const done = (): void => {
    if (host.sending.outlook() !== 'moving') void host.close(5_000).then(() => process.exit(0));
  };
  host.onChange(done);
  host.sending.onIdle(done);
  done();
}
