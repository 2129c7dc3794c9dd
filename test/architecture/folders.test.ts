import { existsSync, globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');

test('each folder of the sources, and each kind of test, says what it is for', () => {
  const sources = globSync('{shared,electron,renderer,build}/**/*.{ts,tsx,mjs,cjs,css}', {
    cwd: root,
  }).map(dirname);
  const kinds = globSync('test/*/*', { cwd: root }).map(dirname);
  const folders = [...new Set([...sources, ...kinds])].filter(
    (one) => !one.includes('node_modules'),
  );
  expect(folders.length).toBeGreaterThan(50);
  expect(folders.filter((one) => !existsSync(join(root, one, 'README.md')))).toEqual([]);
});
