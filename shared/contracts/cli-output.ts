import { z } from 'zod';
import { PROXY_SOURCES } from '../outbox/finding.ts';
import { ITEM_STATES } from '../outbox/item.ts';
import { ERROR_CODES } from './errors.ts';
import { exportedItemOutput, itemOutput, reason, shownItemOutput, time } from './item-output.ts';
import { SETTING_KEYS } from './settings.ts';
import { settingsShape } from './settings-shape.ts';

const accepted = z.strictObject({ id: z.uuid(), seq: z.int().positive() });

const counts = z.strictObject(
  Object.fromEntries(ITEM_STATES.map((state) => [state, z.int().nonnegative()])),
);

const explained = z.looseObject({ code: z.string(), sentence: z.string() });

const reasons = z.array(
  explained.extend({ items: z.int().nonnegative(), examples: z.array(z.uuid()).max(3) }),
);

const pause = z.strictObject({
  scope: z.enum(['all', 'origin', 'account']),
  key: z.string(),
  since: time,
  until: time.nullable(),
});

const gate = z.looseObject({ scope: z.enum(['origin', 'account']), key: z.string(), reason });

const bulk = z.strictObject({
  done: z.int().nonnegative(),
  refused: z.int().nonnegative(),
  refusals: z
    .array(
      z.strictObject({
        id: z.string(),
        code: z.enum(ERROR_CODES),
        state: z.string(),
        message: z.string(),
      }),
    )
    .max(100),
  /** For `outtray undo TOKEN`; null when nothing was done that can be undone. */
  undo: z.strictObject({ token: z.string(), until: time }).nullable(),
});

const account = z.strictObject({
  name: z.string(),
  origins: z.array(z.url()),
  auth: z.enum(['none', 'headers', 'bearer']),
  way: z.looseObject({ kind: z.string() }),
  byBrowser: z.boolean(),
  session: z.strictObject({
    state: z.enum(['signedIn', 'signInNeeded']),
    keptBy: z.enum(['keytar', 'napi-keyring', 'credentials-file', 'session']).nullable(),
    since: time,
  }),
  contract: z.looseObject({}).nullable(),
  verify: z.array(z.strictObject({ url: z.string(), get: z.string() })),
  idempotency: z.strictObject({ header: z.string(), quoted: z.boolean() }).nullable(),
  unknownOutcome: z.enum(['retry', 'ask']).nullable(),
  ca: z.strictObject({ file: z.string() }).nullable(),
  /** How to find out who signed in. */
  identity: z
    .strictObject({ url: z.url(), subject: z.string(), name: z.string().nullable() })
    .nullable(),
  /** Who signed in last, if that is known. */
  person: z.strictObject({ name: z.string().nullable() }).nullable(),
  /** It stands in the policy of this machine. */
  managed: z.boolean(),
});

const paused = z.strictObject({
  paused: z.boolean(),
  scope: z.enum(['all', 'origin', 'account']),
  key: z.string(),
});

const level = z.enum(['well', 'person', 'unusable']);

const findings = z.strictObject({
  level,
  findings: z.array(z.looseObject({ code: z.string(), level, sentence: z.string() })),
});

const origin = z.enum(['default', 'file', 'policy']);

const setting = z.strictObject({
  key: z.string(),
  value: z.json(),
  default: z.json(),
  origin,
  /** The policy of this machine fixes it. */
  fixed: z.boolean(),
});

/**
 * What every command prints where JSON is asked for: one object, or one a line (`add`, `export`). Scripts rely
 * on it, so fields are added and never renamed.
 */
export const cliOutput = {
  /** A second line for each item with `--wait`, with what it came to, and why where it is not done. */
  add: accepted.extend({
    state: z.enum(ITEM_STATES).optional(),
    reasons: reasons.optional(),
  }),
  list: z.strictObject({ items: z.array(itemOutput), next: z.string().nullable() }),
  show: shownItemOutput,
  status: z.strictObject({
    counts,
    practice: counts,
    gates: z.array(gate),
    away: z.array(
      z.strictObject({
        origin: z.string(),
        since: z.number(),
        reason,
      }),
    ),
    heldFor: z.array(
      z.strictObject({
        account: z.string(),
        person: z.string().nullable(),
        signedIn: z.string().nullable(),
        items: z.int().nonnegative(),
      }),
    ),
    pauses: z.array(pause),
    disk: z
      .strictObject({
        freeBytes: z.number().nonnegative(),
        missingBytes: z.number().nonnegative(),
      })
      .nullable(),
    needsYou: z.array(itemOutput),
    /** What needs you by cause, the largest group first. */
    groups: z.array(
      z.strictObject({
        key: z.string(),
        origin: z.string(),
        method: z.string(),
        route: z.string(),
        code: z.string(),
        status: z.int().nullable(),
        problem: z.string().nullable(),
        count: z.int().positive(),
        newest: z.uuid(),
        oldestSince: time,
      }),
    ),
  }),
  explain: z.union([
    z.strictObject({ id: z.uuid(), reasons: z.array(explained) }),
    z.strictObject({ reasons }),
  ]),
  sync: z.strictObject({
    end: z.enum(['drained', 'idle', 'stuck', 'timeout', 'SIGINT', 'SIGTERM']),
    delivered: z.int().nonnegative(),
    counts,
    /** What kept back what is left, where the run ended for that, or for the time. */
    reasons,
  }),
  serve: z.strictObject({ serving: z.string(), page: z.url().nullable() }),
  retry: bulk,
  hold: bulk,
  release: bulk,
  cancel: bulk,
  remove: bulk,
  priority: bulk,
  resolve: bulk,
  undo: z.strictObject({ restored: z.int().nonnegative(), refused: z.int().nonnegative() }),
  edit: z.strictObject({ item: itemOutput }),
  locate: z.strictObject({ item: itemOutput }),
  duplicate: accepted,
  pause: paused.extend({ until: time.nullable() }),
  resume: paused,
  'account add': account,
  'account change': account,
  'account list': z.strictObject({ accounts: z.array(account) }),
  /** A line each: where to sign in, and the account once somebody has. */
  'account sign-in': z.union([z.strictObject({ url: z.url(), opened: z.boolean() }), account]),
  'account set-token': account,
  'account sign-out': account,
  'account test': findings,
  'account remove': z.strictObject({ removed: z.string() }),
  'proxy list': z.strictObject({
    ways: z.array(
      z.strictObject({
        origin: z.url(),
        proxy: z.string().nullable(),
        from: z.enum(PROXY_SOURCES).nullable(),
        signedIn: z.boolean(),
        refused: z.boolean(),
        problem: z.string().nullable(),
      }),
    ),
  }),
  'proxy sign-in': z.strictObject({ proxy: z.string(), keptBy: z.string() }),
  'proxy sign-out': z.strictObject({ signedOut: z.string() }),
  'settings list': z.strictObject({
    settings: z.strictObject(settingsShape),
    defaults: z.strictObject(settingsShape),
    origins: z.record(z.enum(SETTING_KEYS), origin),
    managed: z
      .strictObject({
        file: z.string(),
        settings: z.array(z.enum(SETTING_KEYS)),
        ownAccounts: z.boolean(),
        ownApps: z.boolean(),
      })
      .nullable(),
    problems: z.array(z.strictObject({ key: z.string(), message: z.string() })),
  }),
  'settings get': setting,
  'settings set': setting,
  'settings reset': setting,
  export: exportedItemOutput,
  doctor: findings,
  practice: z.strictObject({ url: z.url() }),
  demo: z.strictObject({
    asExpected: z.boolean(),
    elapsedMs: z.number(),
    items: z.array(
      z.strictObject({
        title: z.string(),
        priority: z.string(),
        tries: z.int(),
        state: z.enum(ITEM_STATES),
        status: z.string(),
        response: z.string(),
        differences: z.array(z.string()),
      }),
    ),
  }),
} as const satisfies Readonly<Record<string, z.ZodType>>;

/** What goes to stderr in place of that, with an exit code other than 0. */
export const cliErrorOutput = z.strictObject({
  error: z.strictObject({
    code: z.enum([...ERROR_CODES, 'USAGE']),
    params: z.record(z.string(), z.union([z.string(), z.number()])),
    message: z.string(),
  }),
});
