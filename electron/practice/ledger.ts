import type {
  LedgerEffect,
  LedgerEntry,
  PracticeLedger,
  PracticeVerdict,
} from '../../shared/contracts/practice-protocol.ts';

/** What happened, in the order in which it happened: the ledger is nothing but the sum of these. */
export type LedgerRecord =
  | {
      readonly event: 'arrived';
      readonly request: number;
      readonly key: string | null;
      readonly attempt: number | null;
      readonly user?: string | null;
      readonly method: string;
      readonly path: string;
      readonly at: number;
    }
  | {
      readonly event: 'received';
      readonly request: number;
      readonly bytes: number;
      readonly sha256: string;
      readonly complete: boolean;
    }
  | { readonly event: 'applied'; readonly request: number; readonly effect: LedgerEffect }
  | {
      readonly event: 'judged';
      readonly request: number;
      readonly verdict: Exclude<PracticeVerdict, 'applied'>;
      readonly effect: string | null;
    }
  | {
      readonly event: 'ended';
      readonly request: number;
      readonly at: number;
      readonly status: number | null;
    };

export interface LedgerFilter {
  readonly key?: string;
  /** Only requests after this one. */
  readonly after?: number;
  /** At most so many entries; all of them if it is left out. */
  readonly limit?: number;
}

export type Deliveries = Omit<PracticeLedger, 'signIns'>;

export interface LedgerReader {
  /** The counts are those of the whole ledger, or of the whole key; entries and effects those of the page. */
  snapshot(filter?: LedgerFilter): Deliveries;
}

/** With what the sign-in endpoints did. */
export interface PracticeLedgerReader {
  snapshot(filter?: LedgerFilter): PracticeLedger;
}

export interface Ledger extends LedgerReader {
  readonly requests: number;
  /** The effect that was applied under a key. */
  effectOf(key: string): LedgerEffect | null;
  /** Requests that have not ended. */
  open(): readonly LedgerEntry[];
  /** Adds what happened; answers the entry as it is now. */
  record(record: LedgerRecord): LedgerEntry;
}

export function createLedger(earlier: readonly LedgerRecord[] = []): Ledger {
  const entries: LedgerEntry[] = [];
  const effects = new Map<string, LedgerEffect>();
  const effectOfKey = new Map<string, LedgerEffect>();
  const requestsOfKey = new Map<string, number[]>();
  const turns = new Map<string, number>();
  const openOfKey = new Map<string, number>();

  const entry = (request: number): LedgerEntry => {
    const found = entries[request - 1];
    if (found === undefined) throw new Error(`the ledger has no request ${request}`);
    return found;
  };

  const change = (request: number, changes: Partial<LedgerEntry>): LedgerEntry => {
    const next = { ...entry(request), ...changes };
    entries[request - 1] = next;
    return next;
  };

  const arrive = (record: LedgerRecord & { readonly event: 'arrived' }): LedgerEntry => {
    const { request, key, attempt, user = null, method, path, at } = record;
    if (request !== entries.length + 1) throw new Error(`request ${request} is out of order`);
    const turnKey = JSON.stringify([key, path]);
    const turn = (turns.get(turnKey) ?? 0) + 1;
    turns.set(turnKey, turn);
    const open = key === null ? 0 : (openOfKey.get(key) ?? 0);
    if (key !== null) {
      openOfKey.set(key, open + 1);
      const requests = requestsOfKey.get(key);
      if (requests === undefined) requestsOfKey.set(key, [request]);
      else requests.push(request);
    }
    entries.push({
      request,
      key,
      attempt,
      user,
      method,
      path,
      turn,
      startedAt: at,
      endedAt: null,
      bytes: 0,
      sha256: null,
      complete: false,
      overlapped: open > 0,
      verdict: null,
      effect: null,
      status: null,
    });
    return entry(request);
  };

  const end = (record: LedgerRecord & { readonly event: 'ended' }): LedgerEntry => {
    const { key } = entry(record.request);
    if (key !== null) openOfKey.set(key, (openOfKey.get(key) ?? 0) - 1);
    return change(record.request, { endedAt: record.at, status: record.status });
  };

  const record = (happened: LedgerRecord): LedgerEntry => {
    switch (happened.event) {
      case 'arrived':
        return arrive(happened);
      case 'received': {
        const { request, bytes, sha256, complete } = happened;
        return change(request, { bytes, sha256, complete });
      }
      case 'applied': {
        const { request, effect } = happened;
        effects.set(effect.id, effect);
        if (effect.key !== null) effectOfKey.set(effect.key, effect);
        return change(request, { verdict: 'applied', effect: effect.id });
      }
      case 'judged': {
        const { request, verdict, effect } = happened;
        return change(request, { verdict, effect });
      }
      case 'ended':
        return end(happened);
    }
  };

  for (const happened of earlier) record(happened);

  return {
    record,
    get requests() {
      return entries.length;
    },
    effectOf: (key) => effectOfKey.get(key) ?? null,
    open: () => entries.filter((one) => one.endedAt === null),
    snapshot({ key, after = 0, limit = Number.POSITIVE_INFINITY } = {}) {
      const all = key === undefined ? entries : (requestsOfKey.get(key) ?? []).map(entry);
      const rest = all.filter((one) => one.request > after);
      const page = rest.slice(0, limit);
      const count = (matches: (one: LedgerEntry) => boolean) => all.filter(matches).length;
      return {
        entries: page,
        effects: page.flatMap((one) => {
          const effect = one.verdict === 'applied' ? effects.get(one.effect ?? '') : undefined;
          return effect === undefined ? [] : [effect];
        }),
        duplicates: count((one) => one.verdict === 'replayed'),
        overlaps: count((one) => one.overlapped),
        conflicts: count((one) => one.verdict === 'conflict'),
        next: rest.length > page.length ? (page.at(-1)?.request ?? null) : null,
      };
    },
  };
}
