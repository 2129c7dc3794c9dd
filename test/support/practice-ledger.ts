import type {
  LedgerEffect,
  LedgerEntry,
  PracticeLedger,
  SignInCounts,
} from '../../shared/contracts/practice-protocol.ts';

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
