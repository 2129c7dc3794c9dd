import { describe, expect, test } from 'vitest';
import { closingLine, countPlaywright, countVitest, sum } from '../support/closing-line.ts';

const file = (status: string, ...statuses: readonly string[]) => ({
  status,
  assertionResults: statuses.map((state, n) => ({ fullName: `test ${n}`, status: state })),
});
const report = (...files: readonly unknown[]) => ({ testResults: files });

describe('the closing line of npm test', () => {
  test('adds up what all runners report', () => {
    const vitest = countVitest(
      report(file('passed', 'passed', 'passed', 'skipped'), file('passed', 'todo')),
      0,
    );
    const other = { passed: 5, failed: 1, skipped: ['real Electron'] };
    expect(closingLine(sum([vitest, other]))).toBe('7 passed, 1 failed, 3 skipped');
  });

  test('counts a failed test once', () => {
    expect(countVitest(report(file('failed', 'passed', 'failed')), 1).failed).toBe(1);
  });

  test('counts a file that did not load', () => {
    expect(countVitest(report(file('failed'), file('passed', 'passed')), 1).failed).toBe(1);
  });

  test('counts a run that failed although every test passed', () => {
    expect(countVitest(report(file('passed', 'passed')), 1)).toMatchObject({
      passed: 1,
      failed: 1,
    });
  });

  test('counts a runner that died without a report', () => {
    expect(countVitest(undefined, 134)).toEqual({ passed: 0, failed: 1, skipped: [] });
  });

  test("adds the browser's tests, in whatever suites they stand", () => {
    const spec = (title: string, status: string) => ({
      title,
      tests: [{ projectName: 'page', status }],
    });
    const suites = [
      {
        title: 'a.spec.ts',
        specs: [spec('one', 'expected'), spec('two', 'unexpected')],
        suites: [{ title: 'inner', specs: [spec('three', 'skipped'), spec('four', 'flaky')] }],
      },
    ];
    expect(countPlaywright({ suites }, 1)).toEqual({
      passed: 1,
      failed: 2,
      skipped: ['page: a.spec.ts inner three'],
    });
    expect(countPlaywright({ suites: [] }, 1)).toMatchObject({ passed: 0, failed: 1 });
    expect(countPlaywright(undefined, 137)).toMatchObject({ passed: 0, failed: 1 });
  });
});
