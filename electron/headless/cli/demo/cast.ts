import { createHash } from 'node:crypto';
import type { PartInput, RequestInput } from '../../../../shared/contracts/request-input.ts';
import type { Expected, ExpectedFile } from './check.ts';
import type { DemoFile, DemoFiles } from './files.ts';

/** One item of the demo: what is handed over, and what must become of it. */
export interface Role {
  readonly title: string;
  readonly request: RequestInput;
  readonly expected: Expected;
}

export interface Cast {
  /** Handed over before anything is sent. */
  readonly first: readonly Role[];
  /** Handed over while there is no network. */
  readonly offline: readonly Role[];
  readonly video: string;
}

const VIDEO = 'Video of the site, 64 MB';

const DELIVERED: Expected = {
  state: 'delivered',
  reason: null,
  tries: 1,
  requests: 1,
  received: null,
};

/** A dozen items of a field day, for a practice server at `url`. */
export function makeCast(url: string, files: DemoFiles): Cast {
  const inbox = `${url}/inbox`;
  return {
    first: [
      json('Inspection report', `${inbox}/reports`, { site: 17, result: 'passed' }),
      {
        title: VIDEO,
        request: {
          method: 'PUT',
          url: `${inbox}/videos/17`,
          body: { kind: 'file', file: { path: files.video.path } },
        },
        expected: { ...DELIVERED, received: { sha256: files.video.sha256 } },
      },
      multipart('Identity card, two sides', `${inbox}/documents`, { case: 'A-17' }, [
        ['front', files.front],
        ['back', files.back],
      ]),
      multipart('Sketch, no field name', `${inbox}/sketches`, {}, [['', files.sketch]]),
      json(
        'Timesheet, server down twice',
        `${inbox}/times?status=503&times=2`,
        { hours: 7.5 },
        {
          ...DELIVERED,
          tries: 3,
          requests: 3,
        },
      ),
      json(
        'Order with a mistake',
        `${inbox}/orders?invalid`,
        { customer: '' },
        {
          state: 'attention',
          reason: 'REJECTED',
          tries: 1,
          requests: 1,
          received: null,
        },
      ),
      ...[1, 2, 3].map((n) => {
        const role = json(`Meter reading ${n} of 3, in order`, `${inbox}/readings`, { reading: n });
        return { ...role, request: { ...role.request, orderKey: 'meter 4711' } };
      }),
      json(
        'Payment, answer gets lost',
        `${inbox}/payments?commit-then-drop`,
        { amount: 120 },
        {
          ...DELIVERED,
          tries: 2,
          requests: 2,
        },
      ),
      json(
        'Address that moved',
        `${inbox}/old?redirect=307&to=/inbox/new`,
        { moved: true },
        {
          ...DELIVERED,
          tries: 2,
          requests: 2,
        },
      ),
      json(
        'Behind a sign-in page',
        `${inbox}/portal?html`,
        { wifi: 'hotel' },
        {
          state: 'attention',
          reason: 'SUSPECT',
          tries: 3,
          requests: 3,
          received: null,
        },
      ),
    ],
    offline: [
      multipart('Photo of the meter', `${inbox}/photos`, { note: 'taken offline' }, [
        ['photo', files.meter],
      ]),
      urgent(json('Gas leak, urgent', `${inbox}/alarms`, { leak: true })),
    ],
    video: VIDEO,
  };
}

const urgent = (role: Role): Role => ({
  ...role,
  request: { ...role.request, priority: 'urgent' },
});

function json(
  title: string,
  url: string,
  value: Readonly<Record<string, string | number | boolean>>,
  expected: Expected = DELIVERED,
): Role {
  const text = JSON.stringify({ title, ...value });
  const received =
    expected.state === 'delivered'
      ? { sha256: createHash('sha256').update(text).digest('hex') }
      : null;
  return {
    title,
    request: { method: 'POST', url, body: { kind: 'json', text } },
    expected: { ...expected, received },
  };
}

function multipart(
  title: string,
  url: string,
  fields: Readonly<Record<string, string>>,
  files: readonly (readonly [field: string, file: DemoFile])[],
): Role {
  const parts: PartInput[] = [
    ...Object.entries(fields).map(([name, value]) => ({ name, value })),
    ...files.map(([name, file]) => ({ name, file: { path: file.path } })),
  ];
  const expectedFiles: readonly ExpectedFile[] = files.map(([field, { sha256 }]) => ({
    field,
    sha256,
  }));
  return {
    title,
    request: { method: 'POST', url, body: { kind: 'multipart', parts } },
    expected: {
      ...DELIVERED,
      received: { fields: Object.keys(fields), files: expectedFiles },
    },
  };
}
