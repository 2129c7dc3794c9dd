import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** In every project: what the real package does first is to download Electron. */
const resolve = {
  alias: { electron: join(import.meta.dirname, 'test/support/electron-double/electron.ts') },
};

const project = (name: string, testTimeout: number) => ({
  name,
  include: [`test/${name}/**/*.test.ts`],
  environment: 'node' as const,
  testTimeout,
  hookTimeout: testTimeout,
  // Within the test's own limit, which then says what was being waited for.
  expect: { poll: { timeout: testTimeout * 0.8 } },
});

export default defineConfig({
  test: {
    // Left to itself it takes one of two cores; most tests wait more than they compute.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      { resolve, test: project('architecture', 30_000) },
      { resolve, test: project('unit', 10_000) },
      { resolve, test: project('contract', 20_000) },
      { resolve, test: project('integration', 60_000) },
      { resolve, test: project('component', 60_000) },
      {
        resolve,
        // These kill processes and measure what is left: one file at a time, after everything else.
        test: {
          ...project('faults', 300_000),
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
