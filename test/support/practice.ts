import { onTestFinished } from 'vitest';
import type { PracticeProcess } from '../../electron/headless/host.ts';
import { startPractice } from '../../electron/headless/practice-process.ts';
import type {
  LedgerEffect,
  LedgerEntry,
  PracticeLedger,
} from '../../shared/contracts/practice-protocol.ts';

/** The practice server for the running test, stopped after it. */
export async function practice(port = 0): Promise<PracticeProcess> {
  const server = await startPractice({ port });
  onTestFinished(() => server.stop());
  return server;
}

export interface WholeLedger {
  readonly entries: readonly LedgerEntry[];
  readonly effects: readonly LedgerEffect[];
  readonly overlaps: number;
  readonly conflicts: number;
}

/** Every page of the practice server's ledger. */
export async function ledgerOf(url: string): Promise<WholeLedger> {
  const entries: LedgerEntry[] = [];
  const effects: LedgerEffect[] = [];
  let overlaps = 0;
  let conflicts = 0;
  let after: number | null = 0;
  while (after !== null) {
    const answer = await fetch(`${url}/ledger?after=${after}&limit=10000`);
    const page = (await answer.json()) as PracticeLedger;
    entries.push(...page.entries);
    effects.push(...page.effects);
    overlaps = page.overlaps;
    conflicts = page.conflicts;
    after = page.next;
  }
  return { entries, effects, overlaps, conflicts };
}
