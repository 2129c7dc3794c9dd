import { z } from 'zod';
import { targetProblem } from '../apps/targets.ts';
import { isConfidential } from '../lang/confidential-url.ts';
import { JSON_POINTER } from '../lang/json-pointer.ts';
import {
  asksAboutItem,
  CHECK_VALUES,
  isCheckUrl,
  unknownCheckValue,
} from '../outbox/check-template.ts';
import {
  ATTEMPT_HEADER,
  CONNECTION_HEADERS,
  CREDENTIAL_HEADERS,
  KEY_HEADER,
} from '../outbox/header-names.ts';
import { canBeKept } from '../outbox/success-contract.ts';

/** Where something stands in an answer. */
const pointer = z.string().regex(JSON_POINTER, 'must be a JSON pointer like /data/token');

const webUrl = z
  .url({ protocol: /^https?$/ })
  .refine((text) => !/^[^/]*\/\/[^/?#]*@/.test(text), 'must have no user name or password in it');

/** What HTTP allows as the name and as the value of a header (RFC 9110 §5.5, §5.6.2). */
export const headerName = z.string().regex(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/, 'must be one word');

export const MAX_HEADERS = 100;

const isOneOf = (names: readonly string[], name: string): boolean =>
  names.includes(name.toLowerCase());

const OURS = [...CONNECTION_HEADERS, KEY_HEADER, ATTEMPT_HEADER];

const headerValues = z
  .record(
    headerName,
    z
      .string()
      .max(8192)
      .regex(/^[\t\x20-\x7e\x80-\xff]*$/, 'must be one line without control characters'),
  )
  .refine(
    (headers) => Object.keys(headers).length <= MAX_HEADERS,
    `must have at most ${MAX_HEADERS} headers`,
  )
  .refine(
    (headers) => !Object.keys(headers).some((name) => isOneOf(OURS, name)),
    'must have none that the outbox or the connection sets, such as Host or Content-Length',
  );

/** What a header may carry (RFC 6750 §2.1 is stricter, but servers are not). */
export const ACCESS_TOKEN = /^[\x21-\x7e]+$/;

export const accessTokenInput = z
  .string()
  .regex(ACCESS_TOKEN, 'must be one line of plain characters, without spaces');

const answerShape = {
  accept: z
    .array(
      z
        .tuple([z.int().min(200).max(599), z.int().min(200).max(599)])
        .refine(([from, to]) => from <= to, 'must go from the lower status to the higher one'),
    )
    .min(1)
    .refine((accept) => canBeKept({ accept }), 'must have a status that is no redirect')
    .default([[200, 299]]),
  allowHtml: z.boolean().default(false),
  contentType: z
    .string()
    .regex(/^[\w.+-]+\/[\w.+-]+$/, 'must be a media type like application/json')
    .nullable()
    .default(null),
  header: z
    .strictObject({ name: headerName, value: z.string().nullable().default(null) })
    .nullable()
    .default(null),
  json: z
    .strictObject({
      pointer,
      equals: z.union([z.string(), z.number(), z.boolean()]).nullable().default(null),
    })
    .nullable()
    .default(null),
  receipt: pointer.nullable().default(null),
};

const urlPattern = z.string().superRefine((text, context) => {
  const problem = targetProblem(text);
  if (problem !== null) context.addIssue({ code: 'custom', message: problem });
});

/** `{{…}}` may stand behind the origin only, so that no value decides where to ask. */
const checkInput = z.string().superRefine((text, context) => {
  const wrong = (message: string) => context.addIssue({ code: 'custom', message });
  const unknown = unknownCheckValue(text);
  if (unknown !== undefined)
    wrong(`may have {{${CHECK_VALUES.join('}}, {{')}}}, not {{${unknown}}}`);
  if (!isCheckUrl(text))
    wrong('must be a URL like https://api.example/visits?key={{idempotencyKey}}');
  else if (!asksAboutItem(text))
    wrong('must have {{id}}, {{ref}} or {{idempotencyKey}}, so that it asks about one item');
});

/** What an answer must be to be taken for success (`SuccessContract`): for all URLs, and for some. */
const contractInput = z.strictObject({
  ...answerShape,
  perUrl: z.array(z.strictObject({ ...answerShape, url: urlPattern })).default([]),
});

/** With `authorizationUrl` or `issuer` people sign in in their browser; an `issuer` alone is asked for its address. */
const oauth2Input = z
  .strictObject({
    kind: z.literal('oauth2'),
    tokenUrl: webUrl,
    clientId: z.string().min(1),
    scope: z.string().optional(),
    authorizationUrl: webUrl.optional(),
    issuer: webUrl.optional(),
  })
  .superRefine(({ tokenUrl, authorizationUrl, issuer }, context) => {
    if (authorizationUrl === undefined && issuer === undefined) return;
    for (const [name, url] of Object.entries({ tokenUrl, authorizationUrl, issuer })) {
      if (url !== undefined && !isConfidential(url))
        context.addIssue({ code: 'custom', path: [name], message: 'must be https to sign in by' });
    }
  });

/** Tokens, and how new ones are had. */
export const bearerInput = z.strictObject({
  kind: z.literal('bearer'),
  refresh: z
    .discriminatedUnion('kind', [
      oauth2Input,
      z.strictObject({
        kind: z.literal('json'),
        url: webUrl,
        method: z.enum(['POST', 'PUT', 'PATCH']).default('POST'),
        headers: headerValues.default({}),
        body: z.json(),
        accessToken: pointer,
        refreshToken: pointer.optional(),
        expiresIn: pointer.optional(),
      }),
    ])
    .optional(),
});

const verifyInput = z.array(z.strictObject({ url: urlPattern, get: checkInput }));

const NOT_FOR_KEYS = [...CONNECTION_HEADERS, ...CREDENTIAL_HEADERS, ATTEMPT_HEADER, 'content-type'];

/** One that means something else would be overwritten, or would go out wrong with every request. */
const keyHeaderName = headerName.refine(
  (name) => !isOneOf(NOT_FOR_KEYS, name),
  'must be a header of its own, such as Idempotency-Key: this one means something else',
);

const idempotencyInput = z.strictObject({
  header: keyHeaderName,
  quoted: z.boolean().default(false),
});

const unknownOutcomeInput = z.enum(['retry', 'ask']);

const caInput = z.strictObject({ file: z.string().min(1).max(4096) });

/** Who it is that signed in, by a GET with their token: where the answer has what stays, and what people read. */
const identityInput = z.strictObject({
  url: webUrl,
  subject: pointer,
  name: pointer.nullable().default(null),
});

/**
 * An account file (design.md §11). The values of `headers` are secrets, and what else a JSON refresh says may be:
 * they go to the keychain, never to the database.
 */
export const accountInput = z.strictObject({
  name: z.string().regex(/^[\w.@-]{1,100}$/, 'may have letters, digits and . @ - _'),
  origins: z.array(webUrl).min(1),
  auth: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('none') }),
    z.strictObject({ kind: z.literal('headers'), headers: headerValues }),
    bearerInput,
  ]),
  contract: contractInput.optional(),
  verify: verifyInput.default([]),
  idempotency: idempotencyInput.optional(),
  /** For items that do not say it themselves. */
  unknownOutcome: unknownOutcomeInput.optional(),
  /** Certificates in PEM that are trusted beside the system's, for this account's servers only. */
  ca: caInput.optional(),
  /** At one of the origins: no other gets the token. */
  identity: identityInput.optional(),
});

export type AccountInput = z.output<typeof accountInput>;

/** What is left out stays as it is, secrets and session too; null takes it away. */
export const accountChangeInput = accountInput.partial({ origins: true, auth: true }).extend({
  name: z.string(),
  contract: contractInput.nullable().optional(),
  verify: verifyInput.optional(),
  idempotency: idempotencyInput.nullable().optional(),
  unknownOutcome: unknownOutcomeInput.nullable().optional(),
  ca: caInput.nullable().optional(),
  identity: identityInput.nullable().optional(),
});

export type AccountChange = z.output<typeof accountChangeInput>;
export type OAuth2Input = z.output<typeof oauth2Input>;

/** As servers say it: seconds, also as a text. */
const lifetimeInput = z
  .custom<number | string>(isLifetime, 'must be seconds, a number above 0')
  .transform(Number);

function isLifetime(value: unknown): boolean {
  const isText = typeof value === 'string' && value.trim() !== '';
  const seconds = typeof value === 'number' || isText ? Number(value) : Number.NaN;
  return seconds > 0 && Number.isFinite(seconds);
}

export const tokensInput = z
  .strictObject({
    accessToken: accessTokenInput.optional(),
    refreshToken: z.string().min(1).optional(),
    /** How long the access token is good from now on. */
    expiresIn: lifetimeInput.optional(),
    /** Of an account that signs in with headers: all of them. */
    headers: headerValues.optional(),
  })
  .refine(
    ({ headers, accessToken, refreshToken, expiresIn }) =>
      headers === undefined
        ? accessToken !== undefined || refreshToken !== undefined
        : [accessToken, refreshToken, expiresIn].every((one) => one === undefined),
    { message: 'give "accessToken", "refreshToken" or both; or "headers" alone' },
  );

export type TokensInput = z.infer<typeof tokensInput>;
