import { onTestFinished } from 'vitest';
import type { PracticeProcess } from '../../electron/headless/host.ts';
import { type PracticeOptions, startPractice } from '../../electron/headless/practice-process.ts';
import type {
  LedgerEffect,
  LedgerEntry,
  PracticeLedger,
  SignInCounts,
} from '../../shared/contracts/practice-protocol.ts';

/** The practice server for the running test, stopped after it. */
export async function practice(options: Partial<PracticeOptions> = {}): Promise<PracticeProcess> {
  const server = await startPractice({ port: 0, ...options });
  onTestFinished(() => server.stop());
  return server;
}

export interface WholeLedger {
  readonly entries: readonly LedgerEntry[];
  readonly effects: readonly LedgerEffect[];
  readonly overlaps: number;
  readonly conflicts: number;
  readonly signIns: SignInCounts;
}

/** Every page of the practice server's ledger. */
export async function ledgerOf(url: string): Promise<WholeLedger> {
  const entries: LedgerEntry[] = [];
  const effects: LedgerEffect[] = [];
  let overlaps = 0;
  let conflicts = 0;
  let signIns: SignInCounts = { logins: 0, refreshes: 0, reuseAlarms: 0 };
  let after: number | null = 0;
  while (after !== null) {
    const answer = await fetch(`${url}/ledger?after=${after}&limit=10000`);
    const page = (await answer.json()) as PracticeLedger;
    entries.push(...page.entries);
    effects.push(...page.effects);
    overlaps = page.overlaps;
    conflicts = page.conflicts;
    signIns = page.signIns;
    after = page.next;
  }
  return { entries, effects, overlaps, conflicts, signIns };
}

export interface Login {
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** What a person gets who signs in at the practice server. */
export async function logIn(url: string, user: string): Promise<Login> {
  const body = JSON.stringify({ user, password: 'practice' });
  const answer = await fetch(`${url}/login`, { method: 'POST', body });
  return (await answer.json()) as Login;
}
