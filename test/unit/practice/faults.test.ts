import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { FAULT_PARAMETERS, NO_FAULTS, parseFaults } from '../../../electron/practice/faults.ts';

const parse = (query: string) => parseFaults(new URLSearchParams(query));
const problemOf = (query: string) => {
  const parsed = parse(query);
  return parsed.ok ? null : parsed.error;
};

describe('the faults of a URL', () => {
  test.each([
    ['', {}],
    ['status=503', { status: 503 }],
    ['status=503&times=2', { status: 503, times: 2 }],
    ['status=429&retry-after=1', { status: 429, retryAfter: '1' }],
    ['status=503&retry-after=tomorrow, perhaps', { status: 503, retryAfter: 'tomorrow, perhaps' }],
    ['status=503&html', { status: 503, html: true }],
    ['html', { html: true }],
    ['html=', { html: true }],
    ['invalid', { invalid: true }],
    ['redirect=307&to=/inbox/x?a%26b', { redirect: { status: 307, to: '/inbox/x?a&b' } }],
    [
      'redirect=302&to=http://127.0.0.1:9/x',
      { redirect: { status: 302, to: 'http://127.0.0.1:9/x' } },
    ],
    ['drop-after=0', { dropAfter: 0 }],
    ['drop-after=70000&times=3', { dropAfter: 70_000, times: 3 }],
    ['commit-then-drop', { commitThenDrop: true, times: 1 }],
    ['commit-then-drop&times=2', { commitThenDrop: true, times: 2 }],
    ['delay=250', { delayMs: 250 }],
    ['auth&status=503', { auth: true, status: 503 }],
    ['slow=10&big=1000', { slow: 10, big: 1000 }],
  ])('%j is understood', (query, expected) => {
    expect(parse(query)).toEqual({ ok: true, value: { ...NO_FAULTS, ...expected } });
  });

  test.each([
    ['statsu=503', 'unknown parameter "statsu"'],
    ['fault=invalid', 'unknown parameter "fault"'],
    ['status=503&status=500', '"status" is given more than once'],
    ['status=199', 'from 200 to 599'],
    ['status=600', 'from 200 to 599'],
    ['status=5e2', 'from 200 to 599'],
    ['status=', 'from 200 to 599'],
    ['times=0', 'from 1'],
    ['delay=-1', '"delay" must be a whole number'],
    ['delay=600001', '"delay" must be a whole number'],
    ['slow=0', '"slow" must be a whole number'],
    ['html=1', '"html" takes no value'],
    ['commit-then-drop=1', '"commit-then-drop" takes no value'],
    ['redirect=307', '"redirect" and "to" go together'],
    ['to=/inbox/x', '"redirect" and "to" go together'],
    ['redirect=304&to=/x', 'must be one of 301, 302, 303, 307, 308'],
    ['redirect=307&to=/x%0D%0AEvil: 1', '"to" does not fit into a header'],
    ['status=503&retry-after=1%0D%0AEvil: 1', '"retry-after" does not fit into a header'],
    ['retry-after=1', '"retry-after" goes with "status"'],
    ['status=503&invalid', 'only one of these at a time: status or html, invalid'],
    ['drop-after=1&commit-then-drop', 'only one of these at a time: drop-after, commit-then-drop'],
    ['html&redirect=302&to=/x', 'only one of these at a time: status or html, redirect'],
  ])('%j is refused: %s', (query, reason) => {
    expect(problemOf(query)).toContain(reason);
  });

  test('are all told at once when several are wrong', () => {
    expect(problemOf('status=1&slow=0')).toMatch(/"status".*; "slow"/);
  });

  test('are all explained in the README', () => {
    const readme = readFileSync(
      new URL('../../../electron/practice/README.md', import.meta.url),
      'utf8',
    );
    for (const name of FAULT_PARAMETERS) {
      expect(readme).toMatch(new RegExp(`\\| \`(redirect=307&)?${name}[=\`]`));
    }
  });
});
