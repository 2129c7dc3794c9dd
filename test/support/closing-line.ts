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

interface Suite {
  readonly title: string;
  readonly suites?: readonly Suite[] | undefined;
  readonly specs: readonly {
    readonly title: string;
    readonly tests: readonly { readonly projectName: string; readonly status: string }[];
  }[];
}

const playwrightSuite: z.ZodType<Suite> = z.object({
  title: z.string(),
  suites: z.lazy(() => z.array(playwrightSuite)).optional(),
  specs: z.array(
    z.object({
      title: z.string(),
      tests: z.array(z.object({ projectName: z.string(), status: z.string() })),
    }),
  ),
});

const playwrightReport = z.object({ suites: z.array(playwrightSuite) });

/** Reads Playwright's JSON report. A test that passed only on a second try is not there: none is repeated. */
export function countPlaywright(report: unknown, exitCode: number): Count {
  const outcomes = (playwrightReport.safeParse(report).data?.suites ?? []).flatMap((suite) =>
    outcomesOf(suite, ''),
  );
  const passed = outcomes.filter(({ status }) => status === 'expected').length;
  const skipped = outcomes.filter(({ status }) => status === 'skipped').map(({ name }) => name);
  const failed = outcomes.length - passed - skipped.length;
  return { passed, failed: failed === 0 && exitCode !== 0 ? 1 : failed, skipped };
}

function outcomesOf(
  { title, specs, suites = [] }: Suite,
  above: string,
): readonly { readonly name: string; readonly status: string }[] {
  const path = above === '' ? title : `${above} ${title}`;
  return [
    ...specs.flatMap((spec) =>
      spec.tests.map(({ projectName, status }) => ({
        name: `${projectName}: ${path} ${spec.title}`,
        status,
      })),
    ),
    ...suites.flatMap((suite) => outcomesOf(suite, path)),
  ];
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
