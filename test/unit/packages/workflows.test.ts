import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { workflowProblems } from '../../support/workflow-problems.ts';

const project = join(import.meta.dirname, '../../..');
const folder = join(project, '.github/workflows');
const names = readdirSync(folder);
const textOf = (name: string): string => readFileSync(join(folder, name), 'utf8');

const job = z.object({
  'runs-on': z.string(),
  strategy: z.object({ matrix: z.record(z.string(), z.unknown()) }).optional(),
  steps: z.array(z.object({ run: z.string().optional(), uses: z.string().optional() })),
});
const workflow = z.object({
  permissions: z.record(z.string(), z.string()),
  jobs: z.record(z.string(), job),
});
const jobsOf = (name: string) => Object.values(workflow.parse(load(textOf(name))).jobs);

test('there are workflows', () => {
  expect(names.toSorted()).toEqual(['packages.yml', 'test.yml']);
});

describe.each(names)('the workflow %s', (name) => {
  test('is one in the eyes of GitHub', () => {
    expect(workflowProblems(name, textOf(name))).toEqual([]);
  });

  test.each([
    ['an unknown key', (text: string) => text.replace('timeout-minutes', 'timeout-hours')],
    ['an unknown context', (text: string) => text.replace('${{ matrix.os }}', '${{ matrx.os }}')],
  ])('would not be with %s', (_, broken) => {
    expect(workflowProblems(name, broken(textOf(name)))).not.toEqual([]);
  });

  test('may read the sources and nothing else', () => {
    expect(workflow.parse(load(textOf(name))).permissions).toEqual({ contents: 'read' });
  });

  test('calls npm scripts that exist', () => {
    const { scripts } = z
      .object({ scripts: z.record(z.string(), z.string()) })
      .parse(JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')));
    const called = jobsOf(name)
      .flatMap(({ steps }) => steps.map(({ run }) => run ?? ''))
      .flatMap((run) => [...run.matchAll(/npm (?:run )?([\w:]+)/g)].map((match) => match[1] ?? ''));
    const known = new Set(['ci', ...Object.keys(scripts)]);
    expect(called.length).toBeGreaterThan(0);
    expect(called.filter((script) => !known.has(script))).toEqual([]);
  });
});

test('every system is tested, and packaged on a machine of its own', () => {
  const systems = (name: string) => {
    const text = textOf(name);
    return ['ubuntu', 'windows', 'macos'].filter((system) => text.includes(`${system}-`));
  };
  expect(systems('test.yml')).toHaveLength(3);
  expect(systems('packages.yml')).toHaveLength(3);
});

test('packages need no secret: one that there is not is no variable for electron-builder', () => {
  const secret = z.object({ env: z.record(z.string(), z.string()), run: z.string() });
  const { package: packaging } = z
    .object({ jobs: z.object({ package: z.object({ steps: z.array(z.unknown()) }) }) })
    .parse(load(textOf('packages.yml'))).jobs;
  const [step, ...more] = packaging.steps.flatMap((one) => secret.safeParse(one).data ?? []);
  expect(more).toEqual([]);
  const secrets = Object.keys(step?.env ?? {});
  expect(secrets).toContain('CSC_LINK');
  for (const name of secrets) expect(step?.env[name]).toBe(`\${{ secrets.${name} }}`);
  expect(step?.run).toContain(
    `for name in ${secrets.join(' ')}; do\n  [ -n "\${!name}" ] || unset`,
  );
});

test('the real Electron is asked on every system, on Linux with a display', () => {
  const electron = jobsOf('test.yml').find(({ steps }) =>
    steps.some(({ run }) => run?.includes('test:electron') === true),
  );
  expect(JSON.stringify(electron?.strategy?.matrix)).toMatch(
    /ubuntu-[^}]*xvfb-run.*windows-.*macos-/,
  );
  expect(electron?.steps.map(({ run }) => run)).toContain('npx install-electron');
});
