import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Canary, createCanary } from '../../support/canary.ts';
import { practice } from '../../support/practice.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { answer } from '../cli/answers.ts';
import { runHere } from '../cli/in-process.ts';
import { outtray } from '../cli/outtray.ts';

const FORMATS = ['jsonl', 'csv', 'har', 'curl', 'powershell'] as const;

test('a secret header that an item brought is in its request, and in what was asked for twice', async () => {
  const header = createCanary();
  const personal = createCanary();
  const folder = tempFolder();
  const home = join(folder, 'home');
  const server = await practice();
  const request = {
    method: 'POST',
    url: `${server.url}/inbox/forms?ticket=${personal.secret('ticket')}#${personal.secret('part')}`,
    headers: { 'X-Api-Token': header.secret('token'), 'X-Ward': personal.secret('ward') },
    body: { kind: 'json', value: { a: 1 } },
  };
  const said: (readonly [string, string])[] = [];
  const run = async (...args: readonly string[]): Promise<string> => {
    const { stdout, stderr } = await runHere(args, { home });
    said.push([args.join(' '), `${stdout}\n${stderr}`]);
    return stdout;
  };
  await runHere(['add', '--from', '-'], { home, stdin: JSON.stringify(request) });
  const sent = await outtray(['sync', '--wait'], { home });
  said.push(['sync', sent.stdout + sent.stderr]);
  const [item] = (await answer('list', [], { home })).value.items;
  const id = item?.id ?? '';
  // It does not know such a parameter, and says what it got.
  expect(item?.state).toBe('attention');

  const bundle = join(folder, 'bundle.json');
  for (const args of [
    ['list'],
    ['list', '--json'],
    ['show', id],
    ['show', id, '--json'],
    ['explain', id],
    ['doctor'],
    ['doctor', '--json'],
    ['doctor', '--bundle', bundle],
    ...FORMATS.map((format) => ['export', '--format', format]),
    ...FORMATS.map((format) => ['export', '--format', format, '--with-secrets']),
  ]) {
    await run(...args);
  }
  const leaks = (canary: Canary) =>
    said.filter(([, text]) => canary.isIn(text)).map(([command]) => command);
  expect(leaks(header)).toEqual([]);
  const written = readFileSync(bundle, 'utf8');
  expect(written).toContain(id);
  expect([header.isIn(written), personal.isIn(written)]).toEqual([false, false]);
  const columns = readdirSync(home)
    .filter((name) => name.endsWith('.db') && name !== 'lock.db')
    .flatMap((name) => header.columnsOf(join(home, name)));
  expect(new Set(columns)).toEqual(new Set(['request.headers']));

  for (const format of ['har', 'curl', 'powershell']) {
    const twice = await run('export', '--format', format, '--with-secrets', '--with-secrets');
    expect(header.isIn(twice)).toBe(true);
  }
});
