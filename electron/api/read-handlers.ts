import { outboxError } from '../../shared/contracts/errors.ts';
import { err, ok } from '../../shared/lang/result.ts';
import type { AwayServer } from '../../shared/outbox/away-server.ts';
import type { DiskTrouble } from '../../shared/outbox/disk-trouble.ts';
import type { ClosedGate } from '../../shared/outbox/gate.ts';
import { type Apps } from '../core/apps/app-book.ts';
import { statusOf } from '../core/apps/app-status.ts';
import type { Running } from '../core/eligibility.ts';
import { explainItem } from '../core/explain-item.ts';
import { explainQueue } from '../core/explain-queue.ts';
import type { PolicyInForce } from '../core/machine-policy/in-force.ts';
import { standingPauses } from '../core/pauses.ts';
import { authorOf, heldFor } from '../core/people.ts';
import type { Policy } from '../core/policy.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { StoreReader } from '../core/ports/store-reader.ts';
import type { Vault } from '../core/ports/vault.ts';
import { practiceCounts } from '../core/practice-mode/practice-counts.ts';
import { dependenciesOf } from '../core/reading/dependencies.ts';
import { requestFileRange, responseRange } from '../core/reading/ranges.ts';
import { viewRequest } from '../core/reading/request-view.ts';
import { asksForWords } from '../core/search/matches-search.ts';
import { countSelected } from '../core/select-items.ts';
import type { SettingsBook } from '../core/settings/settings-book.ts';
import { throughputOf } from '../core/throughput.ts';
import { shownTo } from '../core/visibility.ts';
import type { Handlers } from './api.ts';
import { cursorOf, positionOf } from './cursors.ts';
import { createExportHandlers, type ExportCall } from './export-handlers.ts';
import { filterOf, selected, visibleItem } from './selection-of.ts';
import { accountView, defined, mapped } from './views.ts';

/** What reading needs; it works beside a host that sends. */
export interface ReadDeps {
  readonly read: StoreReader;
  readonly clock: Clock;
  readonly vault: Pick<Vault, 'readRange' | 'pathOf'>;
  readonly policy: Policy;
  readonly settings: Pick<SettingsBook, 'view'>;
  readonly apps: Apps;
  /** Reads the policy of this machine; resolves once the accounts are as it has them. */
  readonly lookAtPolicy: () => Promise<PolicyInForce>;
  /** What occupies slots now; null where nothing is being sent. */
  readonly running: () => readonly Running[] | null;
  /** Closed gates of origins and accounts. */
  readonly gates: () => readonly ClosedGate[];
  /** Servers that nobody reaches while others answer. */
  readonly away: () => readonly AwayServer[];
  /** Why nothing is sent for want of room on the disk; null where there is some. */
  readonly diskTrouble: () => DiskTrouble | null;
  /** Resolves as soon as a search for words holds up nobody. */
  readonly searchable: () => Promise<void>;
  /** The app's. */
  readonly version: string;
}

/** More kinds of trouble than anybody looks through. */
const GROUPS_SHOWN = 500;

type ReadCall =
  | 'get'
  | 'list'
  | 'count'
  | 'request'
  | 'requestFile'
  | 'responseRange'
  | 'timeline'
  | 'dependencies'
  | 'stats'
  | 'groups'
  | 'throughput'
  | 'explain'
  | 'explainQueue'
  | 'changes'
  | 'settings.get'
  | 'apps.list'
  | 'apps.status'
  | 'accounts.list';

/** The handlers that change nothing. */
export function createReadHandlers(deps: ReadDeps): Pick<Handlers, ReadCall | ExportCall> {
  const { read } = deps;
  const surroundings = () =>
    [deps.running(), deps.gates(), deps.clock.now(), deps.policy, deps.diskTrouble()] as const;
  return {
    get({ id }, source) {
      const found = visibleItem(read, id, source);
      if (!found.ok) return found;
      const item = shownTo(source, found.value);
      return ok({ item, person: authorOf(read, item), attempts: read.attempts(id) });
    },
    ...createExportHandlers(deps),
    async list({ after: cursor, limit, sort, ...input }, source) {
      const filter = filterOf(input, source, deps.clock.now());
      if (!filter.ok) return filter;
      const after = cursor === undefined ? null : positionOf(sort, cursor);
      if (cursor !== undefined && after === null)
        return err(outboxError('CURSOR_INVALID', { cursor: cursor.slice(0, 40) }));
      if (asksForWords(filter.value.search)) await deps.searchable();
      const { rows, next } = read.items(filter.value, { after, limit, sort });
      return ok({
        items: rows.map((item) => shownTo(source, item)),
        next: next === null ? null : cursorOf(sort, next),
      });
    },
    count: async ({ items }, source) =>
      mapped(await selected(deps, items, source), (selection) => ({
        count: countSelected(read, selection),
      })),
    request({ id, revision }, source) {
      const item = visibleItem(read, id, source);
      return item.ok ? viewRequest(read, id, revision) : item;
    },
    async requestFile({ id, revision, part, ...range }, source) {
      const item = visibleItem(read, id, source);
      return item.ok ? requestFileRange(deps, { id, part, ...defined({ revision }) }, range) : item;
    },
    async responseRange({ id, attempt, ...range }, source) {
      const item = visibleItem(read, id, source);
      return item.ok ? responseRange(deps, id, attempt, range) : item;
    },
    timeline({ id }, source) {
      const item = visibleItem(read, id, source);
      return item.ok ? ok(read.timeline(id)) : item;
    },
    dependencies({ id }, source) {
      const item = visibleItem(read, id, source);
      return item.ok ? ok(dependenciesOf(read, item.value)) : item;
    },
    stats() {
      const gates = deps.gates();
      return ok({
        counts: read.counts(),
        practice: practiceCounts(read),
        gates,
        away: deps.away(),
        heldFor: heldFor(read, gates),
        pauses: standingPauses(read, deps.clock.now()),
        disk: deps.diskTrouble(),
      });
    },
    throughput: (spans) => ok(throughputOf(read, spans, deps.clock.now())),
    groups: () => ok(read.failureGroups(GROUPS_SHOWN)),
    explain({ id }, source) {
      const item = visibleItem(read, id, source);
      return item.ok ? explainItem(read, id, ...surroundings()) : item;
    },
    explainQueue: () =>
      ok({
        groups: explainQueue(read, ...surroundings()),
      }),
    changes({ cursor, limit }) {
      const changes = read.changes(cursor, limit);
      return changes === 'RESYNC'
        ? err(outboxError('RESYNC', { cursor: read.newestCursor() }))
        : ok({ changes, cursor: changes.at(-1)?.cursor ?? cursor });
    },
    'settings.get': () => ok(deps.settings.view()),
    'apps.list': () => ok(deps.apps.view()),
    'apps.status': (_, source) => statusOf(deps, source),
    async 'accounts.list'() {
      await deps.lookAtPolicy();
      return ok(read.accounts().map(accountView));
    },
  };
}
