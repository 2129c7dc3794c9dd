import { defineConfig } from 'vitest/config';

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
    projects: [
      { test: project('architecture', 30_000) },
      { test: project('unit', 10_000) },
      { test: project('contract', 20_000) },
      { test: project('integration', 60_000) },
      { test: project('component', 60_000) },
      {
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
