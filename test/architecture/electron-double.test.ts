import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'out/electron-double');
const double = join(root, 'test/support/electron-double/electron.ts');

// `electron/main` is compiled once more with the double in the place of Electron: whatever main uses of Electron has to
// be in the double, with types that fit. Since main is compiled against Electron as well, both have what it uses.
beforeAll(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const types = createRequire(import.meta.url)
    .resolve('electron/package.json')
    .replace(/package\.json$/, 'electron.d.ts');
  // Otherwise its own `declare module 'electron'` wins over `paths`; the namespace `Electron` stays.
  writeFileSync(
    join(folder, 'namespace.d.ts'),
    readFileSync(types, 'utf8').replaceAll(
      /^declare module '(electron[^']*)'/gm,
      "declare module 'real-$1'",
    ),
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function compile(files: readonly string[]): string {
  const config = join(folder, 'tsconfig.json');
  writeFileSync(
    config,
    JSON.stringify({
      extends: join(root, 'tsconfig.base.json'),
      compilerOptions: {
        composite: false,
        incremental: false,
        noEmit: true,
        emitDeclarationOnly: false,
        types: ['node'],
        rootDir: root,
        paths: { electron: [double] },
      },
      files: [join(folder, 'namespace.d.ts'), ...files],
    }),
  );
  const tsc = spawnSync('npx', ['tsc', '-p', config, '--pretty', 'false'], {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  // Of what main imports, the rest is compiled by the projects that it belongs to.
  return `${tsc.stdout}${tsc.stderr}`
    .split('\n')
    .filter((line) => line !== '' && !/^(electron\/(?!main|preload)|shared|\s)/.test(line))
    .join('\n');
}

const main = join(root, 'electron/main/index.ts');

test('the double has all that main uses of Electron, with types that fit', () => {
  expect(compile([main])).toBe('');
}, 120_000);

test('what the double does not have is noticed', () => {
  const planted = join(folder, 'planted.ts');
  writeFileSync(
    planted,
    `import { app, session } from 'electron';
app.moveToApplicationsFolder();
session.fromPartition(1);
`,
  );
  const said = compile([planted]);
  expect(said).toContain("Property 'moveToApplicationsFolder' does not exist");
  expect(said).toContain("'number' is not assignable to parameter of type 'string'");
}, 120_000);

test('the double invents nothing: each of its names is one of Electron’s, with the same members', () => {
  const check = join(folder, 'names.ts');
  writeFileSync(
    check,
    `import type * as double from '${double}';
import type * as real from 'real-electron';
type Class = abstract new (...args: never[]) => unknown;
type Side<D, T> = D extends Class ? T extends abstract new (...args: never[]) => infer I ? I : T : T;
type Invented<D, R> = Exclude<keyof D, keyof R>;
type Members = { [Name in keyof typeof double & keyof typeof real]: Invented<Side<(typeof double)[Name], (typeof double)[Name]>, Side<(typeof double)[Name], (typeof real)[Name]>> };
const names: Invented<typeof double, typeof real>[] = [];
const members: Members[keyof Members][] = [];
const none: never[] = [...names, ...members];
console.log(none);
type Planted = Invented<{ a: 1; b: 2 }, { a: 1 }>;
const planted: Planted = 'b';
console.log(planted);
`,
  );
  expect(compile([check])).toBe('');
}, 120_000);
