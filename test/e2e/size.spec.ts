import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';

const MOST = 350_000;
/** What has to come before anything is shown. */
const MOST_AT_FIRST = 175_000;

const page = join(import.meta.dirname, '../../out/renderer');

/** The compressed size of each script of the built page. */
const sizes = (): ReadonlyMap<string, number> =>
  new Map(
    readdirSync(join(page, 'assets'))
      .filter((name) => name.endsWith('.js'))
      .map((name) => [
        name,
        gzipSync(readFileSync(join(page, 'assets', name)), { level: 9 }).length,
      ]),
  );

const sum = (numbers: Iterable<number>): number => [...numbers].reduce((all, one) => all + one, 0);

test('all JavaScript of the page stays under 350 kB, compressed', () => {
  const all = sum(sizes().values());
  console.log(`JavaScript of the page: ${(all / 1000).toFixed(1)} kB compressed`);
  expect(all).toBeLessThan(MOST);
});

test('the editor comes only when it is needed', () => {
  const html = readFileSync(join(page, 'index.html'), 'utf8');
  const first = [...sizes()].filter(([name]) => html.includes(name));
  expect(first.length).toBeGreaterThan(0);
  expect(first.filter(([name]) => name.startsWith('json-editor-'))).toEqual([]);
  expect(sum(first.map(([, size]) => size))).toBeLessThan(MOST_AT_FIRST);
});

test('the client for embedded apps is one small file without dependencies', async () => {
  const file = join(import.meta.dirname, '../../out/client/outtray.js');
  const text = readFileSync(file, 'utf8');
  expect(text).not.toMatch(/\bimport\b[^.]*['"]/);
  expect(gzipSync(text, { level: 9 }).length).toBeLessThan(10_000);
  const { createOutboxFetch } = (await import(pathToFileURL(file).href)) as {
    readonly createOutboxFetch: (options: object) => unknown;
  };
  expect(createOutboxFetch({ outtray: null })).toBeInstanceOf(Function);
});
