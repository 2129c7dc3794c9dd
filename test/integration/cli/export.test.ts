import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Cli } from '../../../electron/headless/cli/cli.ts';
import { runProgram } from '../../../electron/headless/cli/program.ts';
import type { Host } from '../../../electron/headless/host.ts';
import { createPracticeServer } from '../../../electron/practice/practice-server.ts';
import { cliOutput } from '../../../shared/contracts/cli-output.ts';
import type { RemoteHost } from '../../../shared/contracts/control-protocol.ts';
import { outboxError } from '../../../shared/contracts/errors.ts';
import type { Har } from '../../../shared/contracts/har.ts';
import { err, ok } from '../../../shared/lang/result.ts';
import { harProblems } from '../../support/har-schema.ts';
import { add, addMany, atRest, realHost } from '../../support/real-host.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { parsingServer } from '../export/parsing-server.ts';
import { refusal } from './answers.ts';
import { collectingCli, runHere } from './in-process.ts';
import { makeNewer } from './newer-profile.ts';

const CANARY = 'canary-3f9a77';

/** A queue with one delivered item whose bodies must show nowhere, and a refused one. */
async function tried() {
  const server = createPracticeServer();
  const { url } = await server.start();
  onTestFinished(() => server.stop());
  const home = join(tempFolder(), 'home');
  const host = await realHost(home);
  const id = await add(host, {
    method: 'POST',
    url: `${url}/inbox/x`,
    headers: { 'X-Secret-Token': CANARY },
    body: { kind: 'text', text: CANARY },
    title: '=1+1, "x"',
  });
  await add(host, { method: 'POST', url: `${url}/inbox/x?invalid` });
  await host.sending.start();
  await atRest(host);
  await host.close(0);
  return { home, id };
}

const exported = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => cliOutput.export.parse(JSON.parse(line)));

/** A command line whose host stops when it is asked for that page of an export. */
function stoppingAtPage(stop: number, host: Host, cli: Cli): Cli {
  let pages = 0;
  const call: RemoteHost['call'] = (name, ...rest) =>
    name === 'export' && ++pages === stop
      ? Promise.resolve(err(outboxError('HOST_STOPPED')))
      : host.api.call(name, ...rest);
  const { onChange, watchSending } = host;
  const ended = new Promise<void>(() => {});
  const remote: RemoteHost = { pid: 1, ended, close() {}, call, onChange, watchSending };
  return {
    ...cli,
    root: async () => ({ ...(await cli.root()), connectToHost: async () => ok(remote) }),
  };
}

describe('export', () => {
  test('writes items with their attempts, oldest first, and neither bodies nor secrets', async () => {
    const { home, id } = await tried();
    const end = await runHere(['export'], { home });
    expect(end).toMatchObject({ code: 0, stderr: '' });
    expect(exported(end.stdout)).toMatchObject([
      {
        id,
        state: 'delivered',
        attempts: [{ number: 1, outcome: { kind: 'delivered' }, answer: { truncated: null } }],
      },
      { state: 'attention', attempts: [{ outcome: { kind: 'rejected', status: 422 } }] },
    ]);
    expect(end.stdout).toContain('[redacted]');
    expect(end.stdout).not.toContain(CANARY);
    expect(end.stdout).not.toContain('customer');
  });

  test('as CSV is a record for each item, with formulas defused', async () => {
    const { home, id } = await tried();
    const end = await runHere(['export', '--format', 'csv'], { home });
    expect(end.code).toBe(0);
    const records = end.stdout.split('\r\n');
    expect(records).toHaveLength(4);
    expect(records[1]).toContain(`${id},1,delivered,,POST,`);
    expect(records[1]).toContain(`"'=1+1, ""x"""`);
    expect(records[2]).toMatch(/,attention,REJECTED,.*,rejected,422,$/);
  });

  test('takes a filter', async () => {
    const { home, id } = await tried();
    const end = await runHere(['export', '--state', 'delivered', '--json'], { home });
    expect(exported(end.stdout).map((item) => item.id)).toEqual([id]);
    expect(await runHere(['export', '--ref', 'nobody'], { home })).toMatchObject({
      code: 0,
      stdout: '',
    });
  });

  test('writes a queue of many pages, each item once', async () => {
    const home = join(tempFolder(), 'home');
    const host = await realHost(home);
    const requests = Array.from({ length: 450 }, (_, n) => ({
      method: 'POST',
      url: 'http://127.0.0.1:9/x',
      ref: `${n}`,
    }));
    await host.api.call('enqueueMany', { requests }, { kind: 'cli' });
    await host.close(0);
    const lines = exported((await runHere(['export'], { home })).stdout);
    expect(lines.map((item) => item.ref)).toEqual(requests.map((one) => one.ref));
    const csv = await runHere(['export', '--format', 'csv'], { home });
    expect(csv.stdout.split('\r\n')).toHaveLength(452);
  });

  test('goes on where it was, in every format, when the host stops on the way', async () => {
    const home = join(tempFolder(), 'home');
    const host = await realHost(home);
    const origin = await parsingServer(() => {});
    const ids = await addMany(
      host,
      Array.from({ length: 250 }, () => ({ method: 'POST', url: origin })),
    );
    await host.sending.start();
    await atRest(host);
    const exportedBy = async (format: string): Promise<string> => {
      const { cli, end } = collectingCli({ home });
      await runProgram(stoppingAtPage(2, host, cli), ['export', '--format', format]);
      expect(end()).toMatchObject({ code: 0, stderr: '' });
      return end().stdout;
    };
    expect(exported(await exportedBy('jsonl')).map((item) => item.id)).toEqual(ids);
    const records = (await exportedBy('csv')).split('\r\n').slice(1, -1);
    expect(records.map((record) => record.split(',')[0])).toEqual(ids);
    const har = JSON.parse(await exportedBy('har')) as Har;
    expect(har.log.entries.map(({ _outtray: ours }) => ours.item)).toEqual(ids);
    expect(harProblems(har)).toEqual([]);
    const commands = (await exportedBy('curl')).matchAll(/^# (.{36}): POST, delivered$/gm);
    expect([...commands].map(([, id]) => id)).toEqual(ids);
  });

  test('refuses a format and a filter that do not exist', async () => {
    const home = join(tempFolder(), 'home');
    const xml = await runHere(['export', '--format', 'xml'], { home });
    expect(xml).toMatchObject({ code: 2, stderr: expect.stringMatching(/USAGE: .*jsonl, csv/) });
    expect(await refusal(['export', '--format', 'csv', '--json'], { home })).toBe('2 USAGE');
    expect(await refusal(['export', '--state', 'asleep'], { home })).toBe('2 USAGE');
  });

  test('ends with 5 in a profile that cannot be used', async () => {
    const { home } = await tried();
    makeNewer(home);
    expect(await refusal(['export'], { home })).toBe('5 PROFILE_NEWER');
  });
});
