import { z } from 'zod';

/** What one test runner came to. */
export interface Count {
  readonly passed: number;
  readonly failed: number;
  /** by name, so that nobody takes a skipped suite for a passed one */
  readonly skipped: readonly string[];
}

const vitestReport = z.object({
  testResults: z.array(
    z.object({
      status: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

/** Reads vitest's JSON report. What failed outside a test (a file that does not load, a lost error) counts as one. */
export function countVitest(report: unknown, exitCode: number): Count {
  const files = vitestReport.safeParse(report).data?.testResults ?? [];
  const tests = files.flatMap((file) => file.assertionResults);
  const passed = tests.filter((test) => test.status === 'passed').length;
  const failedTests = tests.filter((test) => test.status === 'failed').length;
  const failedFiles = files.filter(
    (file) =>
      file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const skipped = tests
    .filter((test) => test.status !== 'passed' && test.status !== 'failed')
    .map((test) => test.fullName);
  const failed = failedTests + failedFiles;
  return { passed, failed: failed === 0 && exitCode !== 0 ? 1 : failed, skipped };
}

export function sum(counts: readonly Count[]): Count {
  return {
    passed: counts.reduce((n, count) => n + count.passed, 0),
    failed: counts.reduce((n, count) => n + count.failed, 0),
    skipped: counts.flatMap((count) => count.skipped),
  };
}

export function closingLine(count: Count): string {
  return `${count.passed} passed, ${count.failed} failed, ${count.skipped.length} skipped`;
}
