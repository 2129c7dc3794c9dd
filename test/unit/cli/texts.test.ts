import { describe, expect, test } from 'vitest';
import { answerBody } from '../../../electron/headless/cli/answer-body.ts';
import { orderDifference } from '../../../electron/headless/cli/demo/check.ts';
import { listText } from '../../../electron/headless/cli/list.ts';
import { toldReasons } from '../../../electron/headless/cli/reasons.ts';
import { statusText } from '../../../electron/headless/cli/status.ts';
import { exitCodeOfRun, summaryText } from '../../../electron/headless/cli/sync.ts';
import type { Run } from '../../../electron/headless/cli/sync-run.ts';
import { greyJpeg } from '../../../electron/host/grey-jpeg.ts';
import type { Stats } from '../../../shared/contracts/outbox-api.ts';
import type { ExplainedGroup } from '../../../shared/outbox/explanation.ts';
import type { FailureGroup } from '../../../shared/outbox/failure-group.ts';
import type { GateReason } from '../../../shared/outbox/gate.ts';
import { anItem } from '../../support/builders.ts';

const NONE = {
  queued: 0,
  waiting: 0,
  sending: 0,
  delivered: 9,
  attention: 0,
  unconfirmed: 0,
  held: 0,
  cancelled: 0,
};
const stats = (counts: Partial<Stats['counts']>): Stats => ({
  counts: { ...NONE, ...counts },
  practice: NONE,
  gates: [],
  away: [],
  heldFor: [],
  pauses: [],
  disk: null,
});

describe('the end of a sync', () => {
  const run = { end: 'idle', delivered: 3, tookMs: 5000, reasons: [] } as const;
  const closed = (reason: GateReason, key = 'field'): ExplainedGroup => ({
    explanation: { code: 'GATE_CLOSED', scope: 'account', key, reason, since: 1, probeAt: null },
    count: 2,
    examples: [],
  });
  const locked = closed({ code: 'TOKEN_TROUBLE', detail: 'KEYCHAIN_LOCKED' });

  test('is told in one line', () => {
    expect(summaryText(run, stats({ attention: 1, waiting: 1, queued: 1 }))).toBe(
      '3 delivered, 1 needs you, 2 waiting\n',
    );
    expect(summaryText({ ...run, delivered: 0 }, stats({}))).toBe('Nothing to send\n');
    expect(summaryText({ ...run, end: 'SIGINT' }, stats({ queued: 1 }))).toBe(
      '3 delivered, 1 waiting; stopped, 1 item left for the next time\n',
    );
    expect(summaryText({ ...run, end: 'stuck' }, stats({ queued: 1 }))).toBe(
      '3 delivered, 1 waiting; nothing moves without a person (see "outtray explain")\n',
    );
  });

  test('says what keeps back what is left, and what to do', () => {
    const reasons = toldReasons([locked], 1);
    const why =
      '  2 items: The account "field" is not used at the moment: it cannot be signed in: the keychain is locked; unlock it.\n';
    expect(summaryText({ ...run, end: 'stuck', reasons }, stats({ queued: 2 }))).toBe(
      `3 delivered, 2 waiting; nothing moves without a person:\n${why}`,
    );
    expect(summaryText({ ...run, end: 'timeout', reasons }, stats({ queued: 2 }))).toBe(
      `3 delivered, 2 waiting; ended after 5 s, the time given\n${why}`,
    );
  });

  test('names a few reasons, and counts the others', () => {
    const many = Array.from({ length: 7 }, (_, n) => closed({ code: 'ACCOUNT_GONE' }, `a${n}`));
    const text = summaryText({ ...run, end: 'stuck', reasons: toldReasons(many, 1) }, stats({}));
    expect(text.split('\n')).toHaveLength(8);
    expect(text).toMatch(/\n {2}2 more reasons: outtray explain\n$/);
  });

  test('decides the exit code: a time-out and a signal before what needs a person', () => {
    const needsYou = stats({ unconfirmed: 1 });
    const exitCode = (end: Run['end'], at: Stats, groups: readonly ExplainedGroup[] = []) =>
      exitCodeOfRun({ end, reasons: toldReasons(groups, 1) }, at);
    expect(exitCode('drained', stats({}))).toBe(0);
    expect(exitCode('idle', stats({ waiting: 3 }))).toBe(0);
    expect(exitCode('drained', needsYou)).toBe(3);
    expect(exitCode('stuck', stats({ queued: 1 }))).toBe(3);
    expect(exitCode('stuck', needsYou, [closed({ code: 'SIGN_IN_NEEDED' })])).toBe(3);
    expect(exitCode('stuck', needsYou, [closed({ code: 'SIGN_IN_NEEDED' }), locked])).toBe(5);
    expect(exitCode('timeout', needsYou, [locked])).toBe(6);
    expect(exitCode('SIGINT', needsYou)).toBe(130);
    expect(exitCode('SIGTERM', stats({}))).toBe(143);
  });
});

test('a full disk is told by status and by the end of a sync', () => {
  const disk = { freeBytes: 1e6, missingBytes: 5e6 };
  const told = /The disk is full .*nothing is lost\./;
  expect(statusText({ ...stats({ queued: 2 }), disk }, [], [], 0)).toMatch(told);
  const group = { explanation: { code: 'DISK_FULL', ...disk }, count: 2, examples: [] } as const;
  const run = { end: 'stuck', delivered: 0, tookMs: 1, reasons: toldReasons([group], 1) } as const;
  expect(summaryText(run, stats({ queued: 2 }))).toMatch(
    /^2 waiting; nothing moves without a person:\n {2}2 items: The disk is full/,
  );
});

test('a server that nobody reaches while others answer is named, with what to look at', () => {
  const away = [
    {
      origin: 'https://one.test',
      since: 0,
      reason: { code: 'UNREACHABLE', cause: 'dns', detail: 'ENOTFOUND' },
    },
  ] as const;
  expect(statusText({ ...stats({ queued: 2 }), away }, [], [], 2 * 3_600_000)).toContain(
    'https://one.test was not reached for 2 h, while other servers answered: it cannot be reached: its name was not found (ENOTFOUND). Check its address, or ask whoever runs it; its items wait.\n',
  );
});

test('a list names accounts where some items have one', () => {
  const plain = anItem({ title: 'Plain' });
  expect(listText([plain], null, 0)).not.toContain('ACCOUNT');
  const [head, first, second] = listText(
    [anItem({ title: 'Visit', account: 'fie\u001bld' }), plain],
    null,
    0,
  ).split('\n');
  expect(head).toMatch(/ PRIORITY +ACCOUNT +WHAT /);
  expect(first).toMatch(/ normal +fie\\x1bld +Visit /);
  expect(second).toMatch(/ normal +Plain /);
});

describe('status', () => {
  test('tells several items with one cause as one line, and hides what a server would do to a terminal', () => {
    const group: FailureGroup = {
      key: 'k',
      origin: 'https://api.example',
      method: 'POST',
      route: '/visits/:id',
      code: 'REJECTED',
      status: 422,
      problem: 'Room \u001b[31m missing',
      count: 12,
      newest: '0199c1f2-7c1e-7a55-8f2e-3b1f6a9d0c11',
      oldestSince: 1,
    };
    const text = statusText(stats({ attention: 12 }), [], [group], 9);
    expect(text).toContain(
      '  12 × refused, 422: POST /visits/:id at https://api.example: "Room \\x1b[31m missing"\n    e.g. 0199',
    );
    expect(statusText(stats({ attention: 1 }), [], [], 9)).not.toContain('The same cause');
  });
});

describe('the body of an answer', () => {
  const body = (bytes: Uint8Array, type?: string, truncated: 'cap' | null = null) =>
    answerBody(
      { bytes: bytes.length, truncated },
      bytes,
      type === undefined ? [] : [['Content-Type', type]],
    ).text;
  const utf8 = new TextEncoder().encode('ü');

  test('is shown as text when its type says so, or without a type when it is valid text', () => {
    expect(body(utf8, 'application/problem+json')).toBe('ü');
    expect(body(utf8)).toBe('ü');
    expect(body(utf8, 'image/png')).toBeNull();
    expect(body(Uint8Array.of(0xff, 0xfe))).toBeNull();
    expect(body(Uint8Array.of(0x61, 0))).toBeNull();
  });

  test('that was cut within a character is text all the same', () => {
    expect(body(utf8.slice(0, 1), 'text/plain', 'cap')).toBe('\ufffd');
  });
});

test('the pictures of the demo are baseline JPEGs of the size asked for, and differ', () => {
  const jpeg = greyJpeg(200, 640, 480);
  const markers: number[] = [];
  let at = 2;
  while (jpeg[at + 1] !== 0xda) {
    expect(jpeg[at]).toBe(0xff);
    markers.push(jpeg[at + 1] ?? 0);
    at += 2 + (jpeg[at + 2] ?? 0) * 256 + (jpeg[at + 3] ?? 0);
  }
  expect(markers).toEqual([0xe0, 0xdb, 0xc0, 0xc4, 0xc4]);
  const view = new DataView(jpeg.buffer);
  const frame = jpeg.findIndex((byte, n) => byte === 0xff && jpeg[n + 1] === 0xc0);
  expect([view.getUint16(frame + 5), view.getUint16(frame + 7)]).toEqual([480, 640]);
  expect([...jpeg.slice(0, 2), ...jpeg.slice(-2)]).toEqual([0xff, 0xd8, 0xff, 0xd9]);
  expect(Buffer.from(jpeg).equals(Buffer.from(greyJpeg(210, 640, 480)))).toBe(false);
});

test('an order of arrival that is not the order of adding is a difference', () => {
  expect(orderDifference([2, 5, 9])).toEqual([]);
  expect(orderDifference([2, 9, 5])).toHaveLength(1);
});
