import type { AppView } from '../../../shared/contracts/app-grant.ts';
import type { OutboxError } from '../../../shared/contracts/errors.ts';
import type { Trust } from '../../../shared/contracts/worker-protocol.ts';
import type { Result } from '../../../shared/lang/result.ts';
import type { KeptBy } from '../../../shared/outbox/account.ts';
import type { WrongCredentialsFile } from '../../../shared/outbox/credentials-file.ts';
import type { DiskTrouble } from '../../../shared/outbox/disk-trouble.ts';
import type { ProxySource } from '../../../shared/outbox/finding.ts';
import type { PolicyInForce } from '../machine-policy/in-force.ts';
import type { CaFile } from '../ports/ca-files.ts';
import type { PacTrouble } from '../ports/pac-files.ts';
import type { EffectiveSettings } from '../settings/under-policy.ts';

/** What the surroundings answer when they are looked at. Nothing here changes anything, and nothing rejects. */
export interface Probes {
  folder(): Promise<FolderFacts>;
  database(): Promise<DatabaseFacts>;
  configuration(): ConfigurationFacts;
  /** `referenced` may be asked twice: what is missing must be so both times. */
  vault(referenced: () => Iterable<string>): Promise<VaultFacts>;
  /** The way that requests go there, up to where one would be sent. */
  reach(origin: string, trust: Trust | null): Promise<OriginFacts>;
  /** What is wrong with a PAC file; null: nothing. */
  pac(pac: string): Promise<PacTrouble | null>;
  caFile(trust: Trust): Promise<Result<CaFile, OutboxError>>;
  keychain(): Promise<KeychainFacts>;
  host(): Promise<HostFacts>;
  versions(): VersionFacts;
}

export interface ConfigurationFacts {
  readonly settings: EffectiveSettings;
  readonly apps: readonly AppView[];
  readonly policy: PolicyInForce;
  /** Where a policy would stand; null where nobody can manage this outbox. */
  readonly policyPlace: string | null;
  /** Whether users could change the one there is. */
  readonly policyOpen: boolean;
}

export type FolderFacts =
  | { readonly kind: 'missing' }
  | { readonly kind: 'notAFolder' }
  | { readonly kind: 'closed'; readonly detail: string }
  | {
      readonly kind: 'folder';
      /** Permission bits; null where the system has none. */
      readonly mode: number | null;
      readonly ours: boolean;
      readonly freeBytes: number | null;
      /** Why nothing could be sent for want of room. */
      readonly trouble: DiskTrouble | null;
      /** Of the file that makes room on a full disk; 0 where it is not laid. */
      readonly ballastBytes: number;
    };

export type DatabaseFacts =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'sound';
      readonly bytes: number;
      readonly version: number;
      /** False: it works, but for its size not every page was looked at. */
      readonly lookedThrough: boolean;
    }
  | { readonly kind: 'damaged'; readonly detail: string }
  | { readonly kind: 'newer'; readonly version: number }
  | { readonly kind: 'foreign' }
  | { readonly kind: 'unreadable'; readonly detail: string };

export interface VaultFacts {
  readonly files: number;
  /** Of them. */
  readonly bytes: number;
  readonly missing: readonly string[];
  /** Files that nothing refers to, and what was moved to `lost`. */
  readonly orphans: number;
  readonly lost: number;
}

export type OriginFacts = {
  /** Host and port of the proxy on the way, and who says so. */
  readonly proxy: string | null;
  readonly from: ProxySource | null;
} & (
  | { readonly kind: 'reached'; readonly tookMs: number }
  | {
      readonly kind: 'unreachable';
      readonly detail: string;
      /** Who signed a certificate that is not believed. */
      readonly signer: string | null;
    }
);

export type KeychainFacts =
  | { readonly kind: 'works'; readonly keptBy: KeptBy }
  /** There is one, and it waits for its password. */
  | { readonly kind: 'locked'; readonly detail: string }
  /** A credentials file is named, which goes before any keychain, and cannot be used. */
  | ({ readonly kind: 'fileWrong' } & WrongCredentialsFile)
  | { readonly kind: 'none'; readonly detail: string };

export type HostFacts =
  | { readonly kind: 'running'; readonly pid: number }
  | { readonly kind: 'silent' }
  | { readonly kind: 'none' };

export interface VersionFacts {
  readonly app: string;
  readonly node: string;
  readonly sqlite: string;
  readonly os: string;
}
