import { z } from 'zod';
import { noSuchSetting } from '../messages/settings-words.ts';
import { PRACTICE_ACCOUNT } from '../outbox/account.ts';
import { accountInput, bearerInput, headerName, MAX_HEADERS } from './account-input.ts';
import { appInput } from './app-grant.ts';
import { isSettingKey } from './settings.ts';
import { settingsShape } from './settings-shape.ts';

const NO_VALUES =
  'must not stand here: header values are secrets, which each user gives; name the headers in "names"';

/** It stands for every user, who may be anywhere. */
const FULL_PATH = /^(?:\/|[A-Za-z]:[\\/]|\\\\)/;

/** As an account file has it, without anything secret: everybody on the machine can read the policy. */
const policyAccount = accountInput.extend({
  name: accountInput.shape.name.refine(
    (name) => name !== PRACTICE_ACCOUNT,
    'is the account of practice mode',
  ),
  auth: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('none') }),
    z.strictObject({
      kind: z.literal('headers'),
      names: z.array(headerName).min(1).max(MAX_HEADERS),
      headers: z.never(NO_VALUES).optional(),
    }),
    bearerInput,
  ]),
  ca: z
    .strictObject({ file: z.string().regex(FULL_PATH, 'must be a full path').max(4096) })
    .optional(),
});

/** What users may do on a managed machine. */
const usersInput = z.strictObject({
  /** The settings that they may change, but for those that the policy sets. */
  settings: z
    .union([z.literal('all'), z.array(z.string())], 'must be "all" or a list of settings')
    .default('all'),
  /** Whether they may have accounts, and embedded apps, of their own. */
  accounts: z.boolean().default(true),
  apps: z.boolean().default(true),
});

/** A policy file (README, "Managed machines"). It counts as a whole or not at all. */
export const policyInput = z
  .strictObject({
    settings: z.strictObject(settingsShape).partial().default({}),
    accounts: z.array(policyAccount).default([]).superRefine(differ('name')),
    apps: z.array(appInput).default([]).superRefine(differ('id')),
    users: usersInput.prefault({}),
  })
  .superRefine(({ settings, users }, context) => {
    if (users.settings === 'all') return;
    for (const [at, key] of users.settings.entries()) {
      const wrong = (message: string): void =>
        context.addIssue({ code: 'custom', path: ['users', 'settings', at], message });
      if (!isSettingKey(key)) wrong(`is "${key}"; ${noSuchSetting(key)}`);
      else if (Object.hasOwn(settings, key))
        wrong(`is "${key}", which the policy itself sets; take it out of one of the two`);
    }
  });

export type MachinePolicy = z.output<typeof policyInput>;
export type PolicyAccount = MachinePolicy['accounts'][number];

/** Nothing is called as another one of the same list is. */
function differ<Key extends string>(key: Key) {
  return (list: readonly Readonly<Record<Key, string>>[], context: z.RefinementCtx): void => {
    for (const [at, one] of list.entries())
      if (list.findIndex((other) => other[key] === one[key]) < at)
        context.addIssue({
          code: 'custom',
          path: [at, key],
          message: `is "${one[key]}" a second time`,
        });
  };
}
