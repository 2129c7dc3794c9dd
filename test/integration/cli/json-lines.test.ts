import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempFolder } from '../../support/temp-folder.ts';
import { runHere } from './in-process.ts';

const line = (text: string) =>
  JSON.stringify({ method: 'POST', url: 'http://127.0.0.1:9/x', body: { kind: 'text', text } });

test('JSON lines end where LF stands and nowhere else, whatever their texts hold', async () => {
  const home = join(tempFolder(), 'home');
  const texts = ['a\u2028b\u2029c', 'd\u0085e\u000bf', 'é'.repeat(200_000), '東'];
  // White space of JSON, and the end of a file without a line end.
  const stdin = `\ufeff\r${line('g')}\r\n\n${texts.map(line).join('\n')}`;
  const added = await runHere(['add', '--from', '-'], { home, stdin });
  expect(added).toMatchObject({ code: 0, stderr: '' });
  const ids = added.stdout.trim().split('\n');
  expect(ids).toHaveLength(texts.length + 1);
  for (const [n, text] of ['g', ...texts].entries()) {
    const shown = await runHere(['show', '--json', ids[n] ?? ''], { home });
    expect(JSON.parse(shown.stdout)).toMatchObject({ bodyBytes: Buffer.byteLength(text) });
  }
});

test('what is wrong with a line is told by its number', async () => {
  const home = join(tempFolder(), 'home');
  const stdin = `${line('a\u2028b')}\n\n{"method":\n`;
  const added = await runHere(['add', '--from', '-'], { home, stdin });
  expect(added).toMatchObject({ code: 2, stdout: '' });
  expect(added.stderr).toContain('line 3: this is not JSON');
});

test('a line that is not UTF-8 is refused, not sent with other characters in it', async () => {
  const folder = tempFolder();
  const file = join(folder, 'items.jsonl');
  writeFileSync(file, Buffer.from(`${line('a')}\n${line('caf\u00e9')}\n`, 'latin1'));
  const added = await runHere(['add', '--from', file], { home: join(folder, 'home') });
  expect(added).toMatchObject({ code: 2, stdout: '' });
  expect(added.stderr).toContain('line 2: this is not UTF-8');
});
