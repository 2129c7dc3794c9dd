import { type OutboxError, outboxError } from '../../../shared/contracts/errors.ts';
import type { Managed, PolicyProblem, PolicyState } from '../../../shared/contracts/managed.ts';
import type { MachinePolicy } from '../../../shared/contracts/policy-input.ts';
import { SETTING_KEYS, type SettingKey } from '../../../shared/contracts/settings.ts';

/** What an administrator has laid down for this machine, as far as it counts. */
export type PolicyInForce =
  /** Nobody manages this machine. */
  | { readonly kind: 'none' }
  | {
      readonly kind: 'policy';
      readonly file: string;
      readonly policy: MachinePolicy;
      /** Of the file as it stands; where there are some, `policy` is what it said when it was last right. */
      readonly problems: readonly PolicyProblem[];
    }
  /** There is a file that was never right: everything stays as it is, and nothing may be changed. */
  | {
      readonly kind: 'closed';
      readonly file: string;
      readonly problems: readonly PolicyProblem[];
    };

export const UNMANAGED: PolicyInForce = { kind: 'none' };

/** How it stands; null where nobody manages this machine. */
export const policyState = (inForce: PolicyInForce): PolicyState | null =>
  inForce.kind === 'none'
    ? null
    : {
        file: inForce.file,
        problems: inForce.problems,
        lastRight: inForce.kind === 'policy',
      };

/** Whether users cannot change a setting. */
export function isFixed(inForce: PolicyInForce, key: SettingKey): boolean {
  switch (inForce.kind) {
    case 'none':
      return false;
    case 'closed':
      return true;
    case 'policy': {
      const { settings, users } = inForce.policy;
      return (
        Object.hasOwn(settings, key) || (users.settings !== 'all' && !users.settings.includes(key))
      );
    }
  }
}

/** What of it concerns whoever shows or changes something; null where nobody manages this machine. */
export function managedOf(inForce: PolicyInForce): Managed | null {
  if (inForce.kind === 'none') return null;
  return {
    file: inForce.file,
    settings: SETTING_KEYS.filter((key) => isFixed(inForce, key)),
    ownAccounts: inForce.kind === 'policy' && inForce.policy.users.accounts,
    ownApps: inForce.kind === 'policy' && inForce.policy.users.apps,
  };
}

/** Why users may not change these settings (MANAGED, POLICY_INVALID); null: they may. */
export function settingsRefused(
  inForce: PolicyInForce,
  keys: readonly SettingKey[],
): OutboxError | null {
  const key = keys.find((one) => isFixed(inForce, one));
  return key === undefined || inForce.kind === 'none' ? null : refusal(inForce, 'setting', key);
}

/** Why users may not do this with an account of that name (MANAGED, POLICY_INVALID); null: they may. */
export function accountRefused(
  inForce: PolicyInForce,
  act: 'save' | 'remove',
  name: string,
): OutboxError | null {
  switch (inForce.kind) {
    case 'none':
      return null;
    case 'closed':
      return refusal(inForce, 'account', name);
    case 'policy':
      if (inForce.policy.accounts.some((account) => account.name === name))
        return refusal(inForce, 'account', name);
      return act === 'remove' || inForce.policy.users.accounts
        ? null
        : refusal(inForce, 'ownAccounts', name);
  }
}

/** The same for an embedded app. */
export function appRefused(
  inForce: PolicyInForce,
  act: 'save' | 'remove',
  id: string,
): OutboxError | null {
  switch (inForce.kind) {
    case 'none':
      return null;
    case 'closed':
      return refusal(inForce, 'app', id);
    case 'policy':
      if (inForce.policy.apps.some((app) => app.id === id)) return refusal(inForce, 'app', id);
      return act === 'remove' || inForce.policy.users.apps ? null : refusal(inForce, 'ownApps', id);
  }
}

/** What is fixed; `ownAccounts` and `ownApps`: that there are none but the policy's. */
export type ManagedThing = 'setting' | 'account' | 'app' | 'ownAccounts' | 'ownApps';

const refusal = (
  inForce: Exclude<PolicyInForce, { readonly kind: 'none' }>,
  what: ManagedThing,
  name: string,
): OutboxError =>
  inForce.kind === 'closed'
    ? outboxError('POLICY_INVALID', { file: inForce.file })
    : outboxError('MANAGED', { what, name, file: inForce.file });
