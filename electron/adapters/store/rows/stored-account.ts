import { z } from 'zod';

const keptBy = z.enum(['keytar', 'napi-keyring', 'credentials-file', 'session']).nullable();

const refresh = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('oauth2'),
    tokenUrl: z.string(),
    clientId: z.string(),
    scope: z.string().nullable(),
    signIn: z
      .object({ authorizationUrl: z.string().nullable(), issuer: z.string().nullable() })
      .nullable()
      .default(null),
  }),
  z.object({
    kind: z.literal('json'),
    url: z.string(),
    method: z.string(),
    headers: z.record(z.string(), z.string()).readonly(),
    body: z.unknown(),
    accessToken: z.string(),
    refreshToken: z.string().nullable(),
    expiresIn: z.string().nullable(),
    keptBy: keptBy.default(null),
  }),
]);

/** What an older version knew of is without the later questions. */
const contract = z.object({
  accept: z.array(z.tuple([z.number(), z.number()]).readonly()).readonly(),
  allowHtml: z.boolean(),
  contentType: z.string().nullable().default(null),
  header: z.object({ name: z.string(), value: z.string().nullable() }).nullable().default(null),
  json: z
    .object({
      pointer: z.string(),
      equals: z.union([z.string(), z.number(), z.boolean()]).nullable(),
    })
    .nullable()
    .default(null),
  receipt: z.string().nullable().default(null),
});

const person = z.object({ subject: z.string(), name: z.string().nullable() });

/** An account as its row holds it. */
export const storedAccount = z.object({
  name: z.string(),
  origins: z.array(z.string()).readonly(),
  auth: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('none') }),
    z.object({ kind: z.literal('headers'), names: z.array(z.string()).readonly() }),
    z.object({ kind: z.literal('bearer'), refresh: refresh.nullable() }),
  ]),
  contract: contract
    .extend({
      perUrl: z
        .array(contract.extend({ url: z.string() }))
        .readonly()
        .default([]),
    })
    .nullable(),
  verify: z
    .array(z.object({ url: z.string(), get: z.string() }))
    .readonly()
    .default([]),
  idempotency: z.object({ header: z.string(), quoted: z.boolean() }).nullable(),
  unknownOutcome: z.enum(['retry', 'ask']).nullable().default(null),
  ca: z.object({ file: z.string() }).nullable().default(null),
  identity: z
    .object({ url: z.string(), subject: z.string(), name: z.string().nullable() })
    .nullable()
    .default(null),
  session: z.object({
    state: z.enum(['signInNeeded', 'signedIn']),
    keptBy,
    since: z.number(),
    person: person.nullable().default(null),
  }),
  people: z.array(person).readonly().default([]),
  managed: z.boolean().default(false),
});
