import { PAC } from '../../../shared/contracts/settings-values.ts';
import type { Trust } from '../../../shared/contracts/worker-protocol.ts';
import type { Account } from '../../../shared/outbox/account.ts';
import type { Finding } from '../../../shared/outbox/finding.ts';
import { ITEM_STATES, isOpen } from '../../../shared/outbox/item.ts';
import { accountChanges, accountsAfter } from '../machine-policy/managed-accounts.ts';
import type { Clock } from '../ports/clock.ts';
import type { PagePosition } from '../ports/item-queries.ts';
import type { StoreReader } from '../ports/store-reader.ts';
import { vaultBytes } from '../settings/policy-of.ts';
import { trustOf } from '../trust.ts';
import { bundleOf, bundleText } from './bundle.ts';
import { clockFindings, type Recent } from './clock-findings.ts';
import type { Probes } from './facts.ts';
import {
  caFileFinding,
  databaseFinding,
  folderFindings,
  hostFinding,
  originFinding,
  pacFinding,
  signInFindings,
  vaultFinding,
} from './findings.ts';
import { originsOfValues, policyFindings } from './policy-findings.ts';

export interface DiagnosisDeps {
  readonly home: string;
  readonly probes: Probes;
  readonly clock: Clock;
  /** Opens the queue for reading, where its database is sound; null when that fails all the same. */
  readonly openReader: () => { readonly read: StoreReader; readonly close: () => void } | null;
  /** Lets others go on. */
  readonly turn: () => Promise<void>;
}

export interface Diagnosis {
  readonly findings: readonly Finding[];
  /** The text for whoever is asked for help: no bodies, header values or queries. */
  readonly bundle: string;
  readonly at: number;
}

/** Items whose answers say something about clocks. */
const RECENT = 50;

/** Open items looked at for their origins, and servers asked: the answer must come within seconds. */
const LOOKED_AT = 10_000;
const PAGE = 200;
const ASKED = 20;

/** Looks at everything that the outbox depends on, and changes nothing. */
export async function diagnose(deps: DiagnosisDeps): Promise<Diagnosis> {
  const { home, probes, clock } = deps;
  const before = { wall: clock.now(), monotonic: clock.monotonic() };
  const folder = await probes.folder();
  const database = folder.kind === 'folder' ? await probes.database() : { kind: 'none' as const };
  const opened = database.kind === 'sound' ? deps.openReader() : null;
  const read = opened?.read ?? null;
  try {
    const counts = read?.counts() ?? null;
    const items = counts === null ? 0 : ITEM_STATES.reduce((sum, state) => sum + counts[state], 0);
    const decisions = counts === null ? 0 : counts.attention + counts.unconfirmed;
    const findings: Finding[] = [{ code: 'VERSIONS', ...probes.versions() }];
    findings.push(...folderFindings(home, folder));
    if (folder.kind === 'folder') findings.push(databaseFinding(database, items));
    const configuration = probes.configuration();
    const stored = read?.accounts() ?? [];
    // Also what a policy brings that no host has stored yet.
    const accounts = accountsAfter(
      stored,
      accountChanges(stored, configuration.policy, before.wall),
    );
    for (const problem of folder.kind === 'folder' ? configuration.settings.problems : [])
      findings.push({ code: 'SETTINGS_INVALID', problem });
    findings.push(...policyFindings(configuration), ...originsOfValues(configuration, accounts));
    if (decisions > 0) findings.push({ code: 'ITEMS_NEED_DECISION', items: decisions });
    if (read !== null)
      findings.push(
        vaultFinding(
          await probes.vault(() => read.referencedFiles()),
          vaultBytes(configuration.settings.settings),
        ),
      );
    findings.push(...signInFindings(await probes.keychain(), accounts));
    findings.push(...(await pacFindings(configuration.settings.settings.proxy, probes)));
    findings.push(...(await caFileFindings(accounts, deps)));
    findings.push(...(await originFindings(read, accounts, deps)));
    const after = { wall: clock.now(), monotonic: clock.monotonic() };
    findings.push(...clockFindings(before, after, read === null ? [] : recentOf(read)));
    if (folder.kind === 'folder') findings.push(hostFinding(await probes.host()));
    const at = clock.now();
    return { findings, bundle: bundleText(bundleOf(findings, read, at)), at };
  } finally {
    opened?.close();
  }
}

async function pacFindings(proxy: string, { pac: trouble }: Probes): Promise<readonly Finding[]> {
  if (!proxy.startsWith(PAC)) return [];
  const pac = proxy.slice(PAC.length);
  return [pacFinding(pac, await trouble(pac))];
}

const caFileFindings = (
  accounts: readonly Account[],
  { probes, clock }: DiagnosisDeps,
): Promise<readonly Finding[]> =>
  Promise.all(
    accounts.flatMap((account) => {
      const trust = trustOf(account);
      if (trust === null) return [];
      return [probes.caFile(trust).then((found) => caFileFinding(trust, found, clock.now()))];
    }),
  );

async function originFindings(
  read: StoreReader | null,
  accounts: readonly Account[],
  { probes, turn }: DiagnosisDeps,
): Promise<readonly Finding[]> {
  const origins = await originsOf(read, accounts, turn);
  const trustFor = (origin: string): Trust | null => {
    const own = accounts.find((one) => one.ca !== null && one.origins.includes(origin));
    return own === undefined ? null : trustOf(own);
  };
  const asked = origins.slice(0, ASKED);
  const findings = await Promise.all(
    asked.map(async (origin) =>
      originFinding(origin, await probes.reach(origin, trustFor(origin))),
    ),
  );
  const left = origins.length - asked.length;
  return left === 0 ? findings : [...findings, { code: 'ORIGINS_NOT_ASKED', origins: left }];
}

/** The servers of open items and of accounts. */
async function originsOf(
  read: StoreReader | null,
  accounts: readonly Account[],
  turn: DiagnosisDeps['turn'],
): Promise<readonly string[]> {
  const origins = new Set(accounts.flatMap((account) => account.origins));
  if (read === null) return Array.from(origins);
  const states = ITEM_STATES.filter(isOpen);
  let after: PagePosition | null = null;
  for (let seen = 0; seen < LOOKED_AT; seen += PAGE) {
    const page = read.items({ states }, { after, limit: PAGE });
    for (const item of page.rows) origins.add(item.origin);
    if (page.next === null) break;
    after = page.next;
    await turn();
  }
  return Array.from(origins);
}

const recentOf = (read: StoreReader): readonly Recent[] =>
  read.items({}, { after: null, limit: RECENT }).rows.map((item) => ({
    item,
    attempt: read.attempts(item.id).findLast((one) => one.endedAt !== null) ?? null,
  }));
