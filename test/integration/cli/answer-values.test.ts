import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cliOutput } from '../../../shared/contracts/cli-output.ts';
import { ledgerOf, practice } from '../../support/practice.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { runHere } from './in-process.ts';

const VALUE = '{{ref:visit-42.response.body.id}}';

test('a photo goes to the visit that the practice server made, as the README has it', async () => {
  const server = await practice();
  const folder = tempFolder();
  const home = join(folder, 'home');
  const photo = join(folder, 'a.jpg');
  writeFileSync(photo, 'a photo');
  const run = (...args: readonly string[]) => runHere(args, { home });
  const url = `${server.url}/inbox/visits/${VALUE}/photos`;

  await run(
    'add',
    'POST',
    `${server.url}/inbox/visits`,
    '--json',
    '{"room":4}',
    '--ref',
    'visit-42',
  );
  const added = await run(
    'add',
    'POST',
    url,
    '--field',
    `visit=${VALUE}`,
    '--file',
    `photo=@${photo}`,
  );
  const id = added.stdout.trim();
  const why = await run('explain', id);
  expect(why.stdout).toContain('It waits for "visit-42", item ');
  expect(why.stdout).toContain('to be delivered; it then fills in 1 value from the answer');
  expect((await run('list')).stdout).toContain('POST /inbox/visits/{{ref:visit-42.');
  expect((await run('show', id)).stdout).toContain(`${VALUE} = (not there yet)  (item `);
  for (const format of ['curl', 'powershell']) {
    const command = await run('export', '--format', format, '--ref', 'visit-42');
    const waiting = await run('export', '--format', format, '--state', 'queued');
    expect([command.stdout, waiting.stdout].map((text) => text.includes('not in it yet'))).toEqual([
      false,
      true,
    ]);
  }

  expect((await run('sync', '--wait')).code).toBe(0);
  const { effects, entries } = await ledgerOf(server.url);
  const visit = effects[0]?.id;
  expect(entries.map(({ path }) => path)).toEqual([
    '/inbox/visits',
    `/inbox/visits/${visit}/photos`,
  ]);
  expect(effects[1]?.received).toMatchObject({ fields: [{ name: 'visit', value: visit }] });
  const shown = cliOutput.show.parse(JSON.parse((await run('show', id, '--json')).stdout));
  expect(shown.template).toMatchObject({
    values: [{ wanted: 'ref:visit-42.response.body.id', json: JSON.stringify(visit) }],
    writtenUrl: url,
  });
  expect((await run('show', id)).stdout).toContain(`${VALUE} = "${visit}"`);
});

test('what cannot be filled in is refused with one line', async () => {
  const home = join(tempFolder(), 'home');
  const refused = async (url: string) => {
    const { code, stderr } = await runHere(['add', 'POST', url], { home });
    return [code, stderr];
  };
  expect(await refused(`http://${VALUE}/a`)).toEqual([
    2,
    `outtray: PLACEHOLDER_MISPLACED: ${VALUE} cannot be filled in where it stands (the scheme, the host, the port or the fragment of a URL); values go into the path and the query of a URL, values of headers, and bodies\n`,
  ]);
  expect((await refused('http://127.0.0.1:9/{{ref:visit-42}}'))[1]).toMatch(
    /^outtray: PLACEHOLDER_INVALID: .*write it like ref:NAME\.response\.body\.id/,
  );
  expect((await refused(`/visits/${VALUE}`))[1]).toContain(
    `"/visits/${VALUE}" is not a complete URL`,
  );
});

test('an edit does not bring a value into an item that had none', async () => {
  const home = join(tempFolder(), 'home');
  const run = (...args: readonly string[]) => runHere(args, { home });
  const added = await run('add', 'POST', 'http://127.0.0.1:9/', '--json', '{}');
  const id = added.stdout.trim();
  const edited = await run('edit', id, '--json', `{"x":"${VALUE}"}`);
  expect([edited.code, edited.stderr]).toEqual([
    2,
    `outtray: PLACEHOLDER_LATE: ${VALUE} cannot be brought in by an edit: values from answers are named when a request is added; add a new one, or write {{! in place of {{ for braces that mean themselves\n`,
  ]);
  expect((await run('edit', '--help')).stdout).toContain('An edit cannot bring the first one in');
  expect((await run('edit', id, '--json', '{"x":"{{!ref:a}}"}')).code).toBe(0);
  expect((await run('export', '--format', 'curl')).stdout).toContain('{"x":"{{ref:a}}"}');
});
