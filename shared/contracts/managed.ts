import type { settingsShape } from './settings-shape.ts';

/** What an administrator's policy fixes on this machine, for whoever shows or changes something. */
export interface Managed {
  /** The policy file. */
  readonly file: string;
  /** Settings that users cannot change. */
  readonly settings: readonly (keyof typeof settingsShape)[];
  /** Whether users may have accounts of their own. */
  readonly ownAccounts: boolean;
  /** Whether users may have embedded apps of their own. */
  readonly ownApps: boolean;
}

/** How the policy of this machine stands, for whoever says so. */
export interface PolicyState {
  readonly file: string;
  /** Why the file does not count as it stands; none: it does. */
  readonly problems: readonly PolicyProblem[];
  /** Whether what it said when it was last right is in force meanwhile; otherwise nothing may be changed. */
  readonly lastRight: boolean;
}

/** Where a setting's value comes from; `file` is the user's settings.json. */
export type SettingOrigin = 'default' | 'file' | 'policy';

/** Why a policy file does not count as it stands. */
export type PolicyProblem =
  | { readonly kind: 'unreadable'; readonly detail: string }
  | { readonly kind: 'malformed'; readonly detail: string }
  /** One place in it, by its keys; the whole file does not count then. */
  | { readonly kind: 'wrong'; readonly at: string; readonly detail: string }
  /** It was there when this host started. */
  | { readonly kind: 'gone' };
