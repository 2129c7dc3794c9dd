import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { afterEach, describe, expect, test } from 'vitest';
import config from '../../.dependency-cruiser.mjs';

const root = join(import.meta.dirname, '../..');

async function readTree(baseDir: string): Promise<ICruiseResult> {
  const folders = ['shared', 'electron', 'renderer', 'test'].filter((folder) =>
    existsSync(join(baseDir, folder)),
  );
  const { forbidden, options } = config;
  const { output } = await cruise(folders, {
    ...options,
    baseDir,
    validate: true,
    ruleSet: { forbidden: forbidden ?? [] },
  });
  if (typeof output === 'string') throw new Error('the cruise did not answer with its result');
  return output;
}

const violationsIn = (result: ICruiseResult) =>
  result.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`);

describe('the sources', async () => {
  const result = await readTree(root);
  const modulesRead = new Set(result.modules.map((module) => module.source));

  test('keep to the layering rule', () => {
    expect(violationsIn(result)).toEqual([]);
  });

  test('were really read, every file of them', () => {
    const onDisk = globSync('{shared,electron,renderer,test}/**/*.{ts,tsx}', { cwd: root })
      .map((file) => file.replaceAll('\\', '/'))
      .filter((file) => !file.endsWith('.d.ts'));
    expect(onDisk.filter((file) => !modulesRead.has(file))).toEqual([]);
    expect(onDisk.length).toBeGreaterThan(10);
  });

  test('have imports that were seen', () => {
    const edges = result.modules.flatMap((module) => module.dependencies);
    expect(edges.length).toBeGreaterThan(10);
  });

  test('take neither the time nor a random value from around them in shared and core', () => {
    const ambient =
      /\bnew Date\(\s*\)|\bDate\(\s*\)|\bDate\.now\b|\bMath\.random\b|\brandomUUID\b|\bset(Timeout|Interval|Immediate)\b/;
    const offenders = globSync('{shared,electron/core}/**/*.ts', { cwd: root }).flatMap((file) =>
      readFileSync(join(root, file), 'utf8')
        .split('\n')
        .flatMap((line, index) =>
          ambient.test(withoutComment(line)) ? [`${file}:${index + 1}: ${line.trim()}`] : [],
        ),
    );
    expect(offenders).toEqual([]);
  });
});

const withoutComment = (line: string) => line.replace(/\/\/.*$|^\s*\/?\*.*$/, '');

describe('a planted import breaks the rule', () => {
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });

  async function plant(files: Record<string, string>): Promise<readonly string[]> {
    const folder = mkdtempSync(join(tmpdir(), 'outtray-layering-'));
    folders.push(folder);
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    const result = await readTree(folder);
    return [...new Set(result.summary.violations.map((violation) => violation.rule.name))];
  }

  /** One module that imports another one, both ways of writing it. */
  const target = 'export const it = 1;\nexport type It = number;\n';
  const onlyShared = 'worker-preload-renderer-practice-import-only-shared';
  const cases: readonly (readonly [rule: string, from: string, to: string])[] = [
    ['shared-imports-nothing-of-ours', 'shared/a.ts', 'electron/core/b.ts'],
    ['shared-imports-nothing-of-ours', 'shared/a.ts', 'electron/api/b.ts'],
    [onlyShared, 'electron/worker/a.ts', 'electron/core/b.ts'],
    [onlyShared, 'electron/preload/a.ts', 'electron/main/b.ts'],
    [onlyShared, 'electron/practice/a.ts', 'electron/worker/b.ts'],
    [onlyShared, 'electron/start/a.ts', 'electron/host/b.ts'],
    [onlyShared, 'renderer/a.tsx', 'electron/core/b.ts'],
    ['core-imports-only-shared', 'electron/core/a.ts', 'electron/api/b.ts'],
    ['core-imports-only-shared', 'electron/core/a.ts', 'electron/adapters/store/b.ts'],
    ['api-imports-core-and-shared', 'electron/api/a.ts', 'electron/adapters/vault/b.ts'],
    ['an-adapter-imports-core-and-shared', 'electron/adapters/store/a.ts', 'electron/api/b.ts'],
    [
      'an-adapter-imports-core-and-shared',
      'electron/adapters/store/a.ts',
      'electron/adapters/vault/b.ts',
    ],
    [
      'an-adapter-imports-core-and-shared',
      'electron/adapters/store/a.ts',
      'electron/adapters/store-two/b.ts',
    ],
    [
      'only-composition-roots-import-adapters',
      'electron/headless/cli/a.ts',
      'electron/adapters/store/b.ts',
    ],
    [
      'only-composition-roots-import-adapters',
      'electron/headless/web.ts',
      'electron/adapters/store/b.ts',
    ],
    [
      'only-composition-roots-import-adapters',
      'electron/main/ipc/index.ts',
      'electron/adapters/store/b.ts',
    ],
    [
      'cli-imports-the-headless-root-api-core-and-shared',
      'electron/headless/cli/a.ts',
      'electron/worker/b.ts',
    ],
    [
      'web-imports-shared-and-types-of-core-and-api',
      'electron/headless/web/a.ts',
      'electron/headless/cli/b.ts',
    ],
    [
      'only-composition-roots-import-adapters',
      'electron/page/a.ts',
      'electron/adapters/store/b.ts',
    ],
    ['the-host-knows-no-process-that-can-be-one', 'electron/host/a.ts', 'electron/main/b.ts'],
    ['the-host-knows-no-process-that-can-be-one', 'electron/host/a.ts', 'electron/headless/b.ts'],
    ['the-page-as-files-imports-nothing-of-ours', 'electron/page/a.ts', 'electron/core/b.ts'],
    ['an-adapter-imports-core-and-shared', 'electron/adapters/store/a.ts', 'electron/host/b.ts'],
    ['nothing-imports-test', 'electron/main/a.ts', 'test/support/b.ts'],
  ];

  for (const [rule, from, to] of cases) {
    for (const clause of ['{ it }', 'type { It }']) {
      test(`${rule}: ${from} has "import ${clause}" from ${to}`, async () => {
        const path = `${'../'.repeat(from.split('/').length - 1)}${to}`;
        const broken = await plant({
          [from]: `import ${clause} from '${path}';\nexport const a: ${clause === '{ it }' ? 'typeof it' : 'It'} = 1;\n`,
          [to]: target,
        });
        expect(broken).toContain(rule);
      });
    }
  }

  test('shared-and-core-have-no-node: core reads a file', async () => {
    const text = `import { readFileSync } from 'node:fs';\nexport const a = readFileSync;\n`;
    expect(await plant({ 'electron/core/a.ts': text })).toEqual(['shared-and-core-have-no-node']);
  });

  test('shared-and-core-use-no-package-but-zod: core speaks HTTP', async () => {
    const broken = await plant({
      'electron/core/a.ts': `import got from 'got';\nexport const a = got;\n`,
      'shared/a.ts': `import { z } from 'zod';\nexport const a = z;\n`,
      ...installed('got'),
      ...installed('zod'),
    });
    expect(broken).toEqual(['shared-and-core-use-no-package-but-zod']);
  });

  for (const specifier of ['electron', 'electron/main']) {
    test(`only-main-and-preload-import-electron: the headless host imports ${specifier}, not installed`, async () => {
      const text = `import { app } from '${specifier}';\nexport const a = app;\n`;
      expect(await plant({ 'electron/headless/a.ts': text, 'electron/main/a.ts': text })).toEqual([
        'only-main-and-preload-import-electron',
      ]);
    });
  }

  test('only-main-and-preload-import-electron: the headless host imports its types, installed', async () => {
    const text = `import type { App } from 'electron';\nexport type A = App;\n`;
    const broken = await plant({
      'electron/headless/a.ts': text,
      'electron/preload/a.ts': text,
      ...installed('electron'),
    });
    expect(broken).toEqual(['only-main-and-preload-import-electron']);
  });

  test('cli-uses-core-for-its-types-only: the CLI calls core', async () => {
    const core = { 'electron/core/b.ts': target };
    const cli = (clause: string) => `export ${clause} from '../../core/b.ts';\n`;
    expect(await plant({ ...core, 'electron/headless/cli/a.ts': cli('type { It }') })).toEqual([]);
    expect(await plant({ ...core, 'electron/headless/cli/a.ts': cli('{ it }') })).toEqual([
      'cli-uses-core-for-its-types-only',
    ]);
  });

  test('web-uses-core-and-api-for-their-types-only: the page server calls core and the API', async () => {
    const files = { 'electron/core/b.ts': target, 'electron/api/b.ts': target };
    for (const zone of ['core', 'api']) {
      const web = (clause: string) => `export ${clause} from '../../${zone}/b.ts';\n`;
      const path = 'electron/headless/web/a.ts';
      expect(await plant({ ...files, [path]: web('type { It }') })).toEqual([]);
      expect(await plant({ ...files, [path]: web('{ it }') })).toEqual([
        'web-uses-core-and-api-for-their-types-only',
      ]);
    }
  });

  test('the-host-is-constructed-by-composition-roots: others know its types only', async () => {
    const host = { 'electron/host/b.ts': target };
    for (const from of ['electron/headless/cli/a.ts', 'electron/main/ipc/a.ts']) {
      const up = '../'.repeat(from.split('/').length - 2);
      const text = (clause: string) => `export ${clause} from '${up}host/b.ts';\n`;
      expect(await plant({ ...host, [from]: text('type { It }') })).toEqual([]);
      expect(await plant({ ...host, [from]: text('{ it }') })).toEqual([
        'the-host-is-constructed-by-composition-roots',
      ]);
    }
  });

  test('messages of pages come in at one place', () => {
    const listening = globSync('electron/**/*.ts', { cwd: root }).filter((file) =>
      /\bipcMain\b/.test(
        readFileSync(join(root, file), 'utf8').split('\n').map(withoutComment).join('\n'),
      ),
    );
    expect(listening).toEqual(['electron/main/ipc/receive.ts']);
  });

  test('no-cycles: two types that know each other', async () => {
    const broken = await plant({
      'shared/a.ts': `import type { B } from './b.ts';\nexport type A = B | 1;\n`,
      'shared/b.ts': `import type { A } from './a.ts';\nexport type B = { readonly a: A };\n`,
    });
    expect(broken).toEqual(['no-cycles']);
  });

  test('every-import-resolves: a file that is not there', async () => {
    const broken = await plant({ 'shared/a.ts': `export { b } from './b.ts';\n` });
    expect(broken).toEqual(['every-import-resolves']);
  });

  test('and what the rule allows is not a violation', async () => {
    const imports = (...paths: readonly string[]) =>
      paths.map((path, n) => `export { it as it${n} } from '${path}';\n`).join('');
    const broken = await plant({
      'shared/a.ts': target,
      'electron/core/a.ts': `export const it = 1;\n${imports('../../shared/a.ts')}`,
      'electron/api/a.ts': `export const it = 1;\n${imports('../../shared/a.ts', '../core/a.ts')}`,
      'electron/worker/a.ts': imports('../../shared/a.ts'),
      'electron/adapters/store/a.ts': `export const it = 1;\n${imports('../../../shared/a.ts', '../../core/a.ts', './b.ts')}`,
      'electron/adapters/store/b.ts': target,
      'electron/host/a.ts': `export const it = 1;\n${imports('../adapters/store/a.ts', '../api/a.ts', '../core/a.ts')}`,
      'electron/headless/index.ts': `export const it = 1;\n${imports('../adapters/store/a.ts', '../api/a.ts', '../core/a.ts', '../host/a.ts')}`,
      'electron/headless/cli/main.ts': imports(
        '../index.ts',
        '../../api/a.ts',
        '../../../shared/a.ts',
      ),
      'electron/main/index.ts': imports('../adapters/store/a.ts', '../api/a.ts', '../host/a.ts'),
      'renderer/a.tsx': imports('../shared/a.ts'),
      'test/unit/a.test.ts': imports(
        '../../electron/adapters/store/a.ts',
        '../../electron/worker/a.ts',
      ),
    });
    expect(broken).toEqual([]);
  });
});

function installed(name: string): Record<string, string> {
  return {
    [`node_modules/${name}/package.json`]: JSON.stringify({
      name,
      version: '1.0.0',
      main: 'index.js',
    }),
    [`node_modules/${name}/index.js`]: 'module.exports = {};\n',
  };
}
