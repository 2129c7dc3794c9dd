import type { OutboxError } from '../../../shared/contracts/errors.ts';
import type { Trust } from '../../../shared/contracts/worker-protocol.ts';
import { assertNever } from '../../../shared/lang/assert-never.ts';
import type { Result } from '../../../shared/lang/result.ts';
import { type Account, wayIn } from '../../../shared/outbox/account.ts';
import type { Finding } from '../../../shared/outbox/finding.ts';
import type { CaFile } from '../ports/ca-files.ts';
import type { PacTrouble } from '../ports/pac-files.ts';
import type {
  DatabaseFacts,
  FolderFacts,
  HostFacts,
  KeychainFacts,
  OriginFacts,
  VaultFacts,
} from './facts.ts';

/** Below this an upload or two fill the disk. */
const LITTLE_SPACE = 200 * 1000 * 1000;

const EXAMPLES = 3;

export function folderFindings(path: string, facts: FolderFacts): readonly Finding[] {
  switch (facts.kind) {
    case 'missing':
      return [{ code: 'FOLDER_MISSING', path }];
    case 'notAFolder':
      return [{ code: 'FOLDER_NOT_A_FOLDER', path }];
    case 'closed':
      return [{ code: 'FOLDER_CLOSED', path, detail: facts.detail }];
    case 'folder': {
      const { mode, ours, freeBytes, trouble, ballastBytes } = facts;
      const findings: Finding[] = [];
      if (!ours) findings.push({ code: 'FOLDER_OF_SOMEBODY_ELSE', path });
      if (mode !== null && (mode & 0o077) !== 0) {
        const octal = `0${(mode & 0o777).toString(8)}`;
        findings.push({ code: 'FOLDER_OPEN_TO_OTHERS', path, mode: octal });
      }
      if (trouble !== null) findings.push({ code: 'DISK_FULL', ...trouble });
      else if (freeBytes !== null && freeBytes < LITTLE_SPACE) {
        findings.push({ code: 'DISK_NEARLY_FULL', path, freeBytes });
      }
      return findings.length > 0
        ? findings
        : [{ code: 'FOLDER_WELL', path, freeBytes, ballastBytes }];
    }
    default:
      return assertNever(facts);
  }
}

export function databaseFinding(facts: DatabaseFacts, items: number): Finding {
  switch (facts.kind) {
    case 'none':
      return { code: 'DATABASE_NONE' };
    case 'sound':
      return {
        code: facts.lookedThrough ? 'DATABASE_WELL' : 'DATABASE_WORKS',
        bytes: facts.bytes,
        version: facts.version,
        items,
      };
    case 'damaged':
      return { code: 'DATABASE_DAMAGED', detail: facts.detail };
    case 'newer':
      return { code: 'DATABASE_NEWER', version: facts.version };
    case 'foreign':
      return { code: 'DATABASE_FOREIGN' };
    case 'unreadable':
      return { code: 'DATABASE_UNREADABLE', detail: facts.detail };
    default:
      return assertNever(facts);
  }
}

/** `most`: what the vault may keep, in bytes. */
export function vaultFinding(
  { files, bytes, missing, orphans, lost }: VaultFacts,
  most: number,
): Finding {
  return missing.length === 0
    ? { code: 'VAULT_WELL', files, bytes, most, orphans, lost }
    : {
        code: 'VAULT_FILES_MISSING',
        missing: missing.length,
        examples: missing.slice(0, EXAMPLES),
      };
}

export function originFinding(origin: string, { proxy, from, ...facts }: OriginFacts): Finding {
  const way = { origin, proxy, from };
  return facts.kind === 'reached'
    ? { code: 'ORIGIN_WELL', ...way, tookMs: facts.tookMs }
    : { code: 'ORIGIN_UNREACHABLE', ...way, detail: facts.detail, signer: facts.signer };
}

export function pacFinding(pac: string, trouble: PacTrouble | null): Finding {
  if (trouble === null) return { code: 'PAC_WELL', pac };
  const code = trouble.code === 'PAC_UNREACHABLE' ? 'PAC_SILENT' : 'PAC_WRONG';
  return { code, pac, detail: trouble.detail };
}

/** Time enough to ask for another one. */
const SOON_MS = 30 * 24 * 60 * 60 * 1000;

export function caFileFinding(
  trust: Trust,
  found: Result<CaFile, OutboxError>,
  now: number,
): Finding {
  if (!found.ok) return { code: 'CA_FILE_WRONG', account: trust.account, problem: found.error };
  const { expiresAt } = found.value;
  const code = expiresAt - now < SOON_MS ? 'CA_FILE_ENDS_SOON' : 'CA_FILE_WELL';
  return { code, ...trust, expiresAt };
}

/**
 * A keychain is missed only where an account has something to keep in it. A credentials file may sign in an account
 * that never did so here, also one that has to be put right first.
 */
export function signInFindings(
  facts: KeychainFacts,
  accounts: readonly Account[],
): readonly Finding[] {
  const withSecrets = accounts.filter((account) => account.auth.kind !== 'none');
  const keychain = keychainFinding(facts, withSecrets.length > 0);
  const alike = withSecrets
    .filter(isNobodyKnown)
    .map(({ name }): Finding => ({ code: 'PEOPLE_NOT_TOLD_APART', account: name }));
  if (namesFile(facts)) return [keychain, ...alike];
  return [
    keychain,
    ...alike,
    ...withSecrets
      .filter((account) => account.session.state === 'signInNeeded')
      .map(
        ({ name, auth }): Finding => ({ code: 'SIGN_IN_NEEDED', account: name, how: wayIn(auth) }),
      ),
  ];
}

const namesFile = (facts: KeychainFacts): boolean =>
  facts.kind === 'fileWrong' || (facts.kind === 'works' && facts.keptBy === 'credentials-file');

function keychainFinding(facts: KeychainFacts, needed: boolean): Finding {
  switch (facts.kind) {
    case 'works':
      return { code: 'KEYCHAIN_WELL', keptBy: facts.keptBy };
    case 'locked':
      return { code: 'KEYCHAIN_LOCKED', needed, detail: facts.detail };
    case 'fileWrong': {
      const { file, trouble } = facts;
      return { code: 'CREDENTIALS_FILE_WRONG', needed, file, trouble };
    }
    case 'none':
      return { code: 'KEYCHAIN_NONE', needed, detail: facts.detail };
    default:
      return assertNever(facts);
  }
}

/** Fixed headers are mostly a machine's. */
const isNobodyKnown = ({ auth, identity, session }: Account): boolean =>
  auth.kind === 'bearer' &&
  identity === null &&
  session.state === 'signedIn' &&
  session.person === null;

export function hostFinding(facts: HostFacts): Finding {
  switch (facts.kind) {
    case 'running':
      return { code: 'HOST_RUNNING', pid: facts.pid };
    case 'silent':
      return { code: 'HOST_SILENT' };
    case 'none':
      return { code: 'HOST_NONE' };
    default:
      return assertNever(facts);
  }
}
