import type { Account } from '../../../shared/outbox/account.ts';
import type { Attempt } from '../../../shared/outbox/attempt.ts';
import type { Finding } from '../../../shared/outbox/finding.ts';
import type { ClosedGate, Pause } from '../../../shared/outbox/gate.ts';
import { ITEM_STATES, type Item, type ItemState } from '../../../shared/outbox/item.ts';
import type { Header } from '../../../shared/outbox/request.ts';
import { standingPauses } from '../pauses.ts';
import type { StoreReader } from '../ports/store-reader.ts';

/**
 * What is handed to whoever is asked for help. Everything in it is named here one by one, so that nothing gets in
 * by being added to an item: no bodies, titles or references, no values of headers, no queries of URLs.
 */
interface Bundle {
  readonly format: 'outtray-diagnosis';
  readonly version: 1;
  readonly createdAt: string;
  readonly findings: readonly Finding[];
  readonly counts: Readonly<Record<ItemState, number>> | null;
  readonly gates: readonly Pick<ClosedGate, 'scope' | 'key' | 'reason' | 'since' | 'probeAt'>[];
  readonly pauses: readonly Pause[];
  readonly accounts: readonly BundledAccount[];
  readonly items: readonly ReturnType<typeof bundledItem>[];
}

type BundledAccount = Pick<Account, 'name' | 'origins'> & {
  readonly auth: string;
  readonly session: Omit<Account['session'], 'person'>;
};

/** The newest of what is not delivered, and some of what is, for comparison. */
const UNDELIVERED = 200;
const DELIVERED = 20;
const ATTEMPTS = 20;

export function bundleOf(
  findings: readonly Finding[],
  read: StoreReader | null,
  now: number,
): Bundle {
  const items = read === null ? [] : chosenItems(read);
  return {
    format: 'outtray-diagnosis',
    version: 1,
    createdAt: new Date(now).toISOString(),
    findings,
    counts: read?.counts() ?? null,
    gates: (read?.gates() ?? []).map(({ scope, key, reason, since, probeAt }) => ({
      scope,
      key,
      reason,
      since,
      probeAt,
    })),
    pauses: read === null ? [] : standingPauses(read, now),
    accounts: (read?.accounts() ?? []).map(
      ({ name, origins, session: { state, keptBy, since }, auth }) => ({
        name,
        origins,
        session: { state, keptBy, since },
        auth: auth.kind,
      }),
    ),
    items: items.map((item) => bundledItem(item, read?.attempts(item.id) ?? [])),
  };
}

/** As it is written to a file. */
export const bundleText = (bundle: Bundle): string => `${JSON.stringify(bundle, null, 2)}\n`;

function chosenItems(read: StoreReader): readonly Item[] {
  const states = ITEM_STATES.filter((state) => state !== 'delivered');
  const page = (chosen: readonly ItemState[], limit: number) =>
    read.items({ states: chosen }, { after: null, limit }).rows;
  return [...page(states, UNDELIVERED), ...page(['delivered'], DELIVERED)];
}

const bundledItem = (item: Item, attempts: readonly Attempt[]) => ({
  id: item.id,
  seq: item.seq,
  state: item.state,
  reason: item.state === 'attention' || item.state === 'waiting' ? item.reason.code : null,
  method: item.method,
  url: withoutQuery(item.url),
  account: item.account,
  priority: item.priority,
  bodyBytes: item.bodyBytes,
  createdAt: item.createdAt,
  updatedAt: item.updatedAt,
  blockers: item.blockers,
  budget: item.budget,
  attempts: attempts.slice(-ATTEMPTS).map(bundledAttempt),
});

function bundledAttempt({ report, ...attempt }: Attempt) {
  const error = report?.error ?? null;
  return {
    number: attempt.number,
    method: attempt.method,
    url: withoutQuery(attempt.url),
    probe: attempt.probe,
    startedAt: attempt.startedAt,
    endedAt: attempt.endedAt,
    outcome: attempt.outcome?.kind ?? null,
    counted: attempt.counted,
    status: report?.response?.status ?? null,
    error: error === null ? null : { class: error.class, code: error.code },
    // Without the receipt, which may name a person.
    rule: report?.verdict?.rule ?? null,
    timings: report?.timings ?? null,
    progress: report?.progress ?? null,
    bytesUp: report?.bytesUp ?? 0,
    bytesDown: report?.bytesDown ?? 0,
    requestHeaders: headerNames(report?.requestHeaders ?? []),
    responseHeaders: headerNames(report?.response?.headers ?? []),
  };
}

const headerNames = (headers: readonly Header[]): readonly Header[] =>
  headers.map(([name]) => [name, '[redacted]']);

/** Also without a fragment; what is no URL is left out altogether. */
function withoutQuery(text: string): string {
  if (!URL.canParse(text)) return '';
  const { origin, pathname } = new URL(text);
  return `${origin}${pathname}`;
}
