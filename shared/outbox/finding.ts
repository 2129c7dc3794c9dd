import type { OutboxError } from '../contracts/errors.ts';
import type { PolicyState, SettingOrigin } from '../contracts/managed.ts';
import type { SettingKey, SettingsProblem, SettingValue } from '../contracts/settings.ts';
import { assertNever } from '../lang/assert-never.ts';
import type { AccountAuth, CredentialTrouble, KeptBy } from './account.ts';
import type { WrongCredentialsFile } from './credentials-file.ts';
import type { DiskTrouble } from './disk-trouble.ts';

/** Who says which proxy a request goes by. */
export const PROXY_SOURCES = ['setting', 'pac', 'HTTP_PROXY', 'HTTPS_PROXY', 'system'] as const;

export type ProxySource = (typeof PROXY_SOURCES)[number];

/** What was found out about an installation: one statement, good or bad. Times and spans in milliseconds. */
export type Finding =
  | { readonly code: 'FOLDER_MISSING'; readonly path: string }
  | {
      readonly code: 'FOLDER_WELL';
      readonly path: string;
      readonly freeBytes: number | null;
      /** Kept by us, to be given back when the disk is full; 0 where nothing was sent yet. */
      readonly ballastBytes: number;
    }
  | { readonly code: 'FOLDER_NOT_A_FOLDER'; readonly path: string }
  /** It cannot be read, or not be written. */
  | { readonly code: 'FOLDER_CLOSED'; readonly path: string; readonly detail: string }
  | { readonly code: 'FOLDER_OPEN_TO_OTHERS'; readonly path: string; readonly mode: string }
  | { readonly code: 'FOLDER_OF_SOMEBODY_ELSE'; readonly path: string }
  | { readonly code: 'DISK_NEARLY_FULL'; readonly path: string; readonly freeBytes: number }
  | ({ readonly code: 'DISK_FULL' } & DiskTrouble)
  | { readonly code: 'DATABASE_NONE' }
  | {
      /** `DATABASE_WORKS`: for its size not every page was looked at. */
      readonly code: 'DATABASE_WELL' | 'DATABASE_WORKS';
      readonly bytes: number;
      readonly version: number;
      readonly items: number;
    }
  | { readonly code: 'DATABASE_DAMAGED'; readonly detail: string }
  | { readonly code: 'DATABASE_NEWER'; readonly version: number }
  | { readonly code: 'DATABASE_FOREIGN' }
  | { readonly code: 'DATABASE_UNREADABLE'; readonly detail: string }
  | { readonly code: 'SETTINGS_INVALID'; readonly problem: SettingsProblem }
  /** `path` is where one would stand. */
  | { readonly code: 'POLICY_NONE'; readonly path: string }
  /** How many settings, accounts and apps it sets. */
  | {
      readonly code: 'POLICY_WELL';
      readonly path: string;
      readonly settings: number;
      readonly accounts: number;
      readonly apps: number;
    }
  | { readonly code: 'POLICY_INVALID'; readonly policy: PolicyState }
  | { readonly code: 'POLICY_OPEN_TO_USERS'; readonly path: string }
  /** Every setting; `fixed`: users cannot change it. */
  | {
      readonly code: 'SETTINGS_FROM';
      readonly settings: readonly {
        readonly key: SettingKey;
        readonly value: SettingValue;
        readonly from: SettingOrigin;
        readonly fixed: boolean;
      }[];
    }
  | { readonly code: 'ACCOUNTS_FROM'; readonly accounts: readonly FromWhom[] }
  | { readonly code: 'APPS_FROM'; readonly apps: readonly FromWhom[] }
  | { readonly code: 'ITEMS_NEED_DECISION'; readonly items: number }
  | {
      readonly code: 'VAULT_WELL';
      readonly files: number;
      readonly bytes: number;
      /** What may be kept, in bytes. */
      readonly most: number;
      readonly orphans: number;
      readonly lost: number;
    }
  /** `examples` are the first few names. */
  | {
      readonly code: 'VAULT_FILES_MISSING';
      readonly missing: number;
      readonly examples: readonly string[];
    }
  /** `proxy` is the host and port that is asked in place of the server, and `from` who says so. */
  | {
      readonly code: 'ORIGIN_WELL';
      readonly origin: string;
      readonly tookMs: number;
      readonly proxy: string | null;
      readonly from: ProxySource | null;
    }
  | {
      readonly code: 'ORIGIN_UNREACHABLE';
      readonly origin: string;
      readonly detail: string;
      readonly proxy: string | null;
      readonly from: ProxySource | null;
      /** Who signed a certificate that is not believed. */
      readonly signer: string | null;
    }
  /** The PAC file that is set. `PAC_SILENT`: its server does not answer, and requests go directly. */
  | { readonly code: 'PAC_WELL'; readonly pac: string }
  | { readonly code: 'PAC_SILENT' | 'PAC_WRONG'; readonly pac: string; readonly detail: string }
  /** The certificates that an account trusts beside the system's, and when the last of them expires. */
  | {
      readonly code: 'CA_FILE_WELL' | 'CA_FILE_ENDS_SOON';
      readonly account: string;
      readonly file: string;
      readonly expiresAt: number;
    }
  | { readonly code: 'CA_FILE_WRONG'; readonly account: string; readonly problem: OutboxError }
  | { readonly code: 'ORIGINS_NOT_ASKED'; readonly origins: number }
  | { readonly code: 'CLOCK_WELL' }
  /** The wall clock was set while we looked. */
  | { readonly code: 'CLOCK_JUMPED'; readonly byMs: number }
  /** Something in the queue is newer than now. */
  | { readonly code: 'CLOCK_WENT_BACK'; readonly byMs: number }
  /** Positive: the server is ahead of this machine. */
  | { readonly code: 'CLOCK_DIFFERS'; readonly origin: string; readonly byMs: number }
  | { readonly code: 'KEYCHAIN_WELL'; readonly keptBy: KeptBy }
  /** `KEYCHAIN_LOCKED`: one is there, and waits for its password. */
  | {
      readonly code: 'KEYCHAIN_LOCKED' | 'KEYCHAIN_NONE';
      readonly needed: boolean;
      readonly detail: string;
    }
  | ({ readonly code: 'CREDENTIALS_FILE_WRONG'; readonly needed: boolean } & WrongCredentialsFile)
  | {
      readonly code: 'SIGN_IN_NEEDED';
      readonly account: string;
      readonly how: AccountAuth['kind'] | 'browser';
    }
  /** Nobody can know who is signed in, so that its items are sent as whoever it is. */
  | { readonly code: 'PEOPLE_NOT_TOLD_APART'; readonly account: string }
  | {
      readonly code: 'ACCOUNT_WELL';
      readonly account: string;
      readonly how: AccountAuth['kind'];
      /** It got a fresh token. */
      readonly refreshes: boolean;
    }
  | {
      readonly code: 'ACCOUNT_IN_TROUBLE';
      readonly account: string;
      readonly trouble: CredentialTrouble;
    }
  | { readonly code: 'HOST_RUNNING'; readonly pid: number }
  /** Some process has the folder and answers nobody: a command that is about to end, or a host that hangs. */
  | { readonly code: 'HOST_SILENT' }
  | { readonly code: 'HOST_NONE' }
  | {
      readonly code: 'VERSIONS';
      readonly app: string;
      readonly node: string;
      readonly sqlite: string;
      readonly os: string;
    };

/** Who laid something down: a user of this machine, or its policy. */
export interface FromWhom {
  readonly name: string;
  readonly from: 'user' | 'policy';
}

/** How a finding is to be taken. */
export type FindingLevel = 'well' | 'person' | 'unusable';

export function findingLevel(finding: Finding): FindingLevel {
  switch (finding.code) {
    case 'FOLDER_NOT_A_FOLDER':
    case 'FOLDER_CLOSED':
    case 'DATABASE_DAMAGED':
    case 'DATABASE_NEWER':
    case 'DATABASE_FOREIGN':
    case 'DATABASE_UNREADABLE':
      return 'unusable';
    case 'FOLDER_OPEN_TO_OTHERS':
    case 'FOLDER_OF_SOMEBODY_ELSE':
    case 'DISK_NEARLY_FULL':
    case 'DISK_FULL':
    case 'SETTINGS_INVALID':
    case 'POLICY_INVALID':
    case 'POLICY_OPEN_TO_USERS':
    case 'ITEMS_NEED_DECISION':
    case 'VAULT_FILES_MISSING':
    case 'ORIGIN_UNREACHABLE':
    case 'PAC_WRONG':
    case 'CA_FILE_ENDS_SOON':
    case 'CA_FILE_WRONG':
    case 'CLOCK_JUMPED':
    case 'CLOCK_WENT_BACK':
    case 'CLOCK_DIFFERS':
    case 'SIGN_IN_NEEDED':
    case 'ACCOUNT_IN_TROUBLE':
      return 'person';
    case 'KEYCHAIN_LOCKED':
    case 'KEYCHAIN_NONE':
    case 'CREDENTIALS_FILE_WRONG':
      return finding.needed ? 'person' : 'well';
    case 'FOLDER_MISSING':
    case 'FOLDER_WELL':
    case 'DATABASE_NONE':
    case 'DATABASE_WELL':
    case 'DATABASE_WORKS':
    case 'VAULT_WELL':
    case 'ORIGIN_WELL':
    case 'PAC_WELL':
    case 'PAC_SILENT':
    case 'CA_FILE_WELL':
    case 'ORIGINS_NOT_ASKED':
    case 'CLOCK_WELL':
    case 'KEYCHAIN_WELL':
    case 'PEOPLE_NOT_TOLD_APART':
    case 'ACCOUNT_WELL':
    case 'HOST_RUNNING':
    case 'HOST_SILENT':
    case 'HOST_NONE':
    case 'POLICY_NONE':
    case 'POLICY_WELL':
    case 'SETTINGS_FROM':
    case 'ACCOUNTS_FROM':
    case 'APPS_FROM':
    case 'VERSIONS':
      return 'well';
    default:
      return assertNever(finding);
  }
}
