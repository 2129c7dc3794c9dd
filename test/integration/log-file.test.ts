import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openLogFile } from '../../electron/adapters/system/log-file.ts';
import { tempFolder } from '../support/temp-folder.ts';

const line = (n: number) => `${JSON.stringify({ n, text: 'x'.repeat(100_000) })}\n`;

test('writes a line each, for its owner alone', () => {
  const home = tempFolder();
  const write = openLogFile(home);
  write('{"event":"one"}\n');
  write('{"event":"two"}\n');
  const file = join(home, 'log', 'outtray.log');
  expect(readFileSync(file, 'utf8')).toBe('{"event":"one"}\n{"event":"two"}\n');
  expect(statSync(file).mode & 0o077).toBe(0);
});

test('is turned over when it is large, and keeps three older ones', () => {
  const home = tempFolder();
  const write = openLogFile(home);
  for (let n = 0; n < 130; n += 1) write(line(n));
  expect(readdirSync(join(home, 'log')).toSorted()).toEqual([
    'outtray.log',
    'outtray.log.1',
    'outtray.log.2',
    'outtray.log.3',
  ]);
  const newest = readFileSync(join(home, 'log', 'outtray.log'), 'utf8')
    .trim()
    .split('\n')
    .at(-1);
  expect(JSON.parse(newest ?? '{}')).toMatchObject({ n: 129 });
  const sizes = readdirSync(join(home, 'log')).map(
    (name) => statSync(join(home, 'log', name)).size,
  );
  expect(Math.max(...sizes)).toBeLessThan(2.3 * 1024 * 1024);
});

test('what cannot be written stops nobody', () => {
  const home = tempFolder();
  rmSync(home, { recursive: true, force: true });
  writeFileSync(home, 'a file where the folder should be');
  const write = openLogFile(home);
  expect(() => write('{"event":"one"}\n')).not.toThrow();
});
