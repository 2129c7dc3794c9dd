import { z } from 'zod';
import type { Account } from '../../../../shared/outbox/account.ts';
import type { Attempt } from '../../../../shared/outbox/attempt.ts';
import { type AttemptOutcome, DOUBTS } from '../../../../shared/outbox/attempt-outcome.ts';
import type { ClosedGate } from '../../../../shared/outbox/gate.ts';
import type { AttentionReason, WaitReason } from '../../../../shared/outbox/item.ts';
import type { StoredBody, StoredRequest, Template } from '../../../../shared/outbox/request.ts';
import {
  FILL_PLACES,
  MISSING_VALUE_CAUSES,
  UNFIT_VALUE_CAUSES,
} from '../../../../shared/outbox/value-causes.ts';
import { storedAccount } from './stored-account.ts';

/**
 * What the JSON columns hold. Each schema accepts exactly the values of its type: a union that grows in
 * `shared` and not here is a type error below, and not a record that is taken for damaged.
 */
const time = z.number();
const status = z.number();
const headers = z.array(z.tuple([z.string(), z.string()]).readonly()).readonly();

const OUTCOME_KINDS = [
  'delivered',
  'rejected',
  'misdirected',
  'busy',
  'suspect',
  'unauthorized',
  'redirected',
  'notSent',
  'proxySignIn',
  'incomplete',
  'unknown',
  'aborted',
  'workerLost',
  'hostLost',
  'unsendable',
] as const;

const outcomeKind = z.enum(OUTCOME_KINDS);

/** Before there were others, every doubt was a web page's, or one that is told in the same words. */
const doubt = z.enum(DOUBTS).default('HTML_INSTEAD');
const doubtedRedirect = { status, doubt: z.literal('REDIRECT'), location: z.string() };

const bodyProblem = z.discriminatedUnion('code', [
  z.object({ code: z.literal('FILE_MISSING'), file: z.string() }),
  z.object({ code: z.literal('FILE_CHANGED'), file: z.string() }),
  z.object({ code: z.literal('FILE_UNREADABLE'), file: z.string(), detail: z.string() }),
  z.object({ code: z.literal('ADDRESS_NOT_GRANTED'), host: z.string() }),
  z.object({ code: z.literal('REQUEST_INVALID'), detail: z.string() }),
]);

const waitReason = z.discriminatedUnion('code', [
  z.object({ code: z.literal('NOT_BEFORE') }),
  z.object({ code: z.literal('BACKOFF'), after: outcomeKind, detail: z.string() }),
  z.object({ code: z.literal('SERVER_ASKED'), status }),
]);

const attentionReason = z.discriminatedUnion('code', [
  z.object({ code: z.literal('REJECTED'), status }),
  z.object({
    code: z.literal('MISDIRECTED'),
    status,
    location: z.string().nullable(),
    otherOrigin: z.boolean(),
  }),
  z.object({ code: z.literal('TOO_MANY_REDIRECTS'), hops: z.number() }),
  z.object({ code: z.literal('SUSPECT'), status, times: z.number(), doubt }),
  z.object({ code: z.literal('CUT_OFF'), bytes: z.number(), times: z.number() }),
  z.object({ code: z.literal('EXHAUSTED'), counted: z.number(), spentMs: z.number() }),
  z.object({ code: z.literal('EXPIRED'), expiresAt: time }),
  z.object({
    code: z.literal('PARENT_GONE'),
    parent: z.string(),
    // Profiles of earlier versions do not have it.
    fills: z.number().default(0),
  }),
  z.object({
    code: z.literal('VALUE_MISSING'),
    value: z.string(),
    parent: z.string(),
    cause: z.enum(MISSING_VALUE_CAUSES),
  }),
  z.object({
    code: z.literal('VALUE_UNFIT'),
    value: z.string(),
    place: z.enum(FILL_PLACES),
    cause: z.enum(UNFIT_VALUE_CAUSES),
  }),
  ...bodyProblem.options,
  z.object({ code: z.literal('ACCOUNT_NEEDED'), status }),
  z.object({ code: z.literal('STILL_UNAUTHORIZED'), status }),
  z.object({ code: z.literal('CRASHED_WORKER'), strikes: z.number() }),
  z.object({ code: z.literal('DAMAGED_RECORD'), detail: z.string() }),
]);

const storedFile = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('vault'),
    file: z.string(),
    size: z.number(),
    sha256: z.string(),
  }),
  z.object({
    kind: z.literal('reference'),
    path: z.string(),
    size: z.number(),
    sha256: z.string(),
    mtimeMs: z.number(),
    inode: z.number(),
  }),
]);

const storedPart = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('field'), name: z.string(), value: z.string() }),
  z.object({
    kind: z.literal('file'),
    name: z.string(),
    file: storedFile,
    filename: z.string(),
    contentType: z.string(),
  }),
]);

const storedBody = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({
    kind: z.literal('inline'),
    as: z.enum(['json', 'text', 'form']),
    text: z.string(),
    contentType: z.string(),
    sha256: z.string(),
  }),
  z.object({
    kind: z.literal('multipart'),
    boundary: z.string(),
    parts: z.array(storedPart).readonly(),
  }),
  z.object({ kind: z.literal('file'), file: storedFile, contentType: z.string() }),
]);

const template = z.object({
  values: z
    .array(z.object({ wanted: z.string(), parent: z.string(), json: z.string().nullable() }))
    .readonly(),
  written: z.object({ url: z.string(), headers, body: storedBody }).nullable(),
});

const outcome = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('delivered'), status }),
  z.object({ kind: z.literal('rejected'), status }),
  z.object({
    kind: z.literal('misdirected'),
    status,
    location: z.string().nullable(),
    otherOrigin: z.boolean(),
  }),
  z.object({ kind: z.literal('busy'), status, retryAfterMs: z.number().nullable() }),
  z.discriminatedUnion('doubt', [
    z.object({ kind: z.literal('suspect'), status, doubt }),
    z.object({ kind: z.literal('suspect'), ...doubtedRedirect }),
  ]),
  z.object({ kind: z.literal('unauthorized'), status }),
  z.object({ kind: z.literal('redirected'), status, location: z.string() }),
  z.object({
    kind: z.literal('notSent'),
    cause: z.enum(['dns', 'connect', 'proxy', 'tls', 'certificate', 'network']),
    code: z.string(),
  }),
  z.object({ kind: z.literal('proxySignIn'), proxy: z.string(), refused: z.boolean() }),
  z.object({ kind: z.literal('incomplete'), code: z.string() }),
  z.object({ kind: z.literal('unknown'), code: z.string() }),
  z.object({
    kind: z.literal('aborted'),
    by: z.enum(['user', 'shutdown']),
    mayHaveArrived: z.boolean(),
  }),
  z.object({ kind: z.literal('workerLost'), wasAlone: z.boolean() }),
  z.object({ kind: z.literal('hostLost') }),
  z.object({ kind: z.literal('unsendable'), problem: bodyProblem }),
]);

const duration = z.number().nullable();

const report = z.object({
  requestHeaders: headers,
  response: z
    .object({ status, statusText: z.string(), httpVersion: z.string(), headers })
    .nullable(),
  timings: z
    .object({
      dns: duration,
      connect: duration,
      tls: duration,
      send: duration,
      firstByte: duration,
      receive: duration,
      total: z.number(),
    })
    .nullable(),
  bytesUp: z.number(),
  bytesDown: z.number(),
  progress: z.enum(['none', 'partial', 'complete']),
  error: z
    .object({
      class: z.enum([
        'dns',
        'connect',
        'proxy',
        'tls',
        'certificate',
        'network',
        'protocol',
        'timeout',
        'file',
        'internal',
      ]),
      code: z.string(),
      message: z.string(),
    })
    .nullable(),
  verdict: z
    .object({
      accepted: z.boolean(),
      rule: z.enum([...DOUBTS, 'REDIRECT']),
      receipt: z.string().nullable().default(null),
    })
    .nullable(),
});

const gate = z.object({
  scope: z.enum(['origin', 'account']),
  key: z.string(),
  reason: z.discriminatedUnion('code', [
    z.object({ code: z.literal('UNREACHABLE'), cause: z.string(), detail: z.string() }),
    z.discriminatedUnion('doubt', [
      z.object({ code: z.literal('SUSPECT'), status, doubt }),
      z.object({ code: z.literal('SUSPECT'), ...doubtedRedirect }),
    ]),
    z.object({ code: z.literal('SERVER_ASKED'), status }),
    z.object({ code: z.literal('PROXY_SIGN_IN'), proxy: z.string(), refused: z.boolean() }),
    z.object({ code: z.literal('REFRESHING') }),
    z.object({ code: z.literal('TOKEN_TROUBLE'), detail: z.string() }),
    z.object({ code: z.literal('SIGN_IN_NEEDED') }),
    z.object({ code: z.literal('ACCOUNT_GONE') }),
    z.object({
      code: z.literal('OTHER_PERSON'),
      subject: z.string(),
      person: z.string().nullable(),
      signedIn: z.string().nullable(),
    }),
  ]),
  since: time,
  probeAt: time.nullable(),
  floorAt: time.nullable(),
  probes: z.number(),
  asked: z.array(z.string()).readonly(),
  askedRoutes: z.array(z.string()).readonly(),
  probing: z.string().nullable(),
  wanted: z.string().nullable().default(null),
});

type Report = NonNullable<Attempt['report']>;

/** Only a schema that accepts exactly `T` passes. */
const exactly =
  <T>() =>
  <S extends z.ZodType>(
    schema: [z.infer<S>] extends [T] ? ([T] extends [z.infer<S>] ? S : never) : never,
  ) =>
    schema as z.ZodType<T>;

export const STORED = {
  outcomeKind: exactly<AttemptOutcome['kind']>()(outcomeKind),
  waitReason: exactly<WaitReason>()(waitReason),
  attentionReason: exactly<AttentionReason>()(attentionReason),
  labels: exactly<readonly string[]>()(z.array(z.string()).readonly()),
  headers: exactly<StoredRequest['headers']>()(headers),
  storedBody: exactly<StoredBody>()(storedBody),
  template: exactly<Template>()(template),
  outcome: exactly<AttemptOutcome>()(outcome),
  report: exactly<Report>()(report),
  gate: exactly<ClosedGate>()(gate),
  account: exactly<Account>()(storedAccount),
} as const;

/** The value of a JSON text, or undefined when it is not what it should be. */
export function parseStored<T>(schema: z.ZodType<T>, text: unknown): T | undefined {
  const parsed = schema.safeParse(parseJson(text));
  return parsed.success ? parsed.data : undefined;
}

function parseJson(text: unknown): unknown {
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
