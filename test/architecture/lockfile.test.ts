import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';

const read = (file: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../..', file), 'utf8'));

const versions = z.record(z.string(), z.string()).optional();
const lock = z
  .object({
    packages: z.record(
      z.string(),
      z.object({
        version: z.string().optional(),
        resolved: z.string().optional(),
        optionalDependencies: versions,
      }),
    ),
  })
  .parse(read('package-lock.json'));
const manifest = z
  .object({ dependencies: versions, devDependencies: versions, optionalDependencies: versions })
  .parse(read('package.json'));

test('every dependency is named with its exact version', () => {
  const named = Object.entries({
    ...manifest.dependencies,
    ...manifest.devDependencies,
    ...manifest.optionalDependencies,
  });
  expect(named.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});

test('the lockfile names no registry', () => {
  const resolved = Object.values(lock.packages).map((entry) => entry.resolved);
  expect(resolved.filter((url) => url !== undefined)).toEqual([]);
});

// See [Note: lockfile] in .ci/complete-lockfile.mjs: run that script if this fails.
test('the lockfile knows the packages of every platform', () => {
  const known = new Set(
    Object.keys(lock.packages).map((path) => path.replace(/^.*node_modules\//, '')),
  );
  const wanted = Object.values(lock.packages).flatMap((entry) =>
    Object.keys(entry.optionalDependencies ?? {}),
  );
  expect(wanted.filter((name) => !known.has(name))).toEqual([]);
});
