import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cliOutput } from '../../../shared/contracts/cli-output.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { finished, outtray, start } from './outtray.ts';

const demoFoldersIn = (folder: string): readonly string[] =>
  readdirSync(folder).filter((name) => name.startsWith('outtray-demo'));

test('the demo ends as expected within a minute, and removes its folder', async () => {
  const folder = tempFolder();
  const end = await outtray(['demo', '--json'], {
    home: join(folder, 'unused'),
    env: { TMPDIR: folder },
  });
  expect(end).toMatchObject({ code: 0, stderr: '' });
  const report = cliOutput.demo.parse(JSON.parse(end.stdout));
  expect(report).toMatchObject({ asExpected: true });
  expect(report.items.map((item) => item.state).toSorted()).toEqual([
    ...Array.from({ length: 2 }, () => 'attention'),
    ...Array.from({ length: 12 }, () => 'delivered'),
  ]);
  expect(demoFoldersIn(folder)).toEqual([]);
  expect(existsSync(join(folder, 'unused'))).toBe(false);
});

test('the demo refuses a profile folder in which there is something', async () => {
  const home = join(tempFolder(), 'home');
  await outtray(['add', 'GET', 'http://127.0.0.1:9/x'], { home });
  const end = await outtray(['demo', '--home', home], { home });
  expect(end).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('USAGE') });
});

test('an interrupted demo removes its folder as well', async () => {
  const folder = tempFolder();
  const child = start(['demo'], { home: join(folder, 'unused'), env: { TMPDIR: folder } });
  const end = finished(child);
  child.stdout?.once('data', () => child.kill('SIGINT'));
  expect(await end).toMatchObject({ code: 130, stderr: '' });
  expect(demoFoldersIn(folder)).toEqual([]);
});
