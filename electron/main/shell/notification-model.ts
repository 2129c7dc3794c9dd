import type { Settings } from '../../../shared/contracts/settings.ts';
import type { Notice } from '../../../shared/messages/notification-words.ts';
import type { FailureGroup } from '../../../shared/outbox/failure-group.ts';
import { accountsToSignIn, proxiesToSignIn } from '../../../shared/outbox/gate.ts';
import { type Backlog, followBacklog } from './backlog.ts';
import type { OwnWork } from './own-work.ts';

/** A kind of trouble that a person was told of, or has seen. */
interface KnownKind {
  /** The newest item of the kind, and how many there were. */
  readonly newest: string;
  readonly count: number;
  /** Until it is looked at, nothing more is said of it. */
  readonly isLookedAt: boolean;
}

export interface NotificationState {
  readonly kinds: ReadonlyMap<string, KnownKind>;
  readonly accounts: readonly string[];
  readonly proxies: readonly string[];
  readonly backlog: Backlog | null;
}

export interface NotificationView {
  readonly work: OwnWork;
  readonly settings: Settings;
  /** Hours in which nothing may be said. */
  readonly isQuiet: boolean;
  /** A person has the own window before them. */
  readonly isLooking: boolean;
  readonly now: number;
}

export interface Notified {
  readonly state: NotificationState;
  readonly show: readonly Notice[];
}

/** More new kinds at once than this are told as one. */
const APART = 3;

/** What is there when the app starts is no news: the icon tells of it. A sign-in is, as everything waits for it. */
export const atStart = ({ groups }: Pick<OwnWork, 'groups'>): NotificationState => ({
  kinds: new Map(groups.map((group) => [group.key, known(group, true)])),
  accounts: [],
  proxies: [],
  backlog: null,
});

/** What is to be said now. In quiet hours trouble is kept for later; that all was sent is not worth waiting for. */
export function notify(state: NotificationState, view: NotificationView): Notified {
  const { work, settings, isQuiet, isLooking, now } = view;
  const isToldOf = settings['notifications.attention'];
  const backlog = followBacklog(state.backlog, work.counts, now);
  const sent: readonly Notice[] =
    backlog.sent === null || isQuiet || isLooking || !settings['notifications.allSent']
      ? []
      : [{ kind: 'allSent', count: backlog.sent }];
  // Whoever looks, or wants to hear nothing, is not told of it later either.
  const isSettled = isLooking || !isToldOf;
  const news = isSettled ? [] : work.groups.filter((group) => isNews(group, state.kinds));
  const accounts = accountsToSignIn(work);
  const newAccounts = isSettled ? [] : accounts.filter((name) => !state.accounts.includes(name));
  const proxies = proxiesToSignIn(work);
  const newProxies = isSettled ? [] : proxies.filter((name) => !state.proxies.includes(name));
  const isHeldBack = isQuiet && !isSettled;
  const unsaid = new Set(isHeldBack ? news.map(({ key }) => key) : []);
  return {
    state: {
      kinds: new Map(
        work.groups.flatMap((group) => kindAfter(group, state.kinds, unsaid, isSettled)),
      ),
      accounts: isHeldBack ? accounts.filter((name) => state.accounts.includes(name)) : accounts,
      proxies: isHeldBack ? proxies.filter((name) => state.proxies.includes(name)) : proxies,
      backlog: backlog.next,
    },
    show: isHeldBack
      ? []
      : [...ofKinds(news), ...ofAccounts(newAccounts), ...ofProxies(newProxies), ...sent],
  };
}

/** A person has opened this kind. */
export function lookedAt(state: NotificationState, key: string): NotificationState {
  const kind = state.kinds.get(key);
  if (kind === undefined) return state;
  return { ...state, kinds: new Map(state.kinds).set(key, { ...kind, isLookedAt: true }) };
}

const known = ({ newest, count }: FailureGroup, isLookedAt: boolean): KnownKind => ({
  newest,
  count,
  isLookedAt,
});

/** Ids sort by time, so a later one is an item that was not there before. */
function isNews(group: FailureGroup, kinds: NotificationState['kinds']): boolean {
  const kind = kinds.get(group.key);
  if (kind === undefined) return true;
  return kind.isLookedAt && (group.count > kind.count || group.newest > kind.newest);
}

/** What nobody was told of stays as it was, so that it is news still. */
function kindAfter(
  group: FailureGroup,
  kinds: NotificationState['kinds'],
  unsaid: ReadonlySet<string>,
  isSettled: boolean,
): readonly (readonly [string, KnownKind])[] {
  const before = kinds.get(group.key);
  if (unsaid.has(group.key)) return before === undefined ? [] : [[group.key, before]];
  const wasNews = !isSettled && isNews(group, kinds);
  return [[group.key, known(group, isSettled || (!wasNews && before?.isLookedAt === true))]];
}

function ofKinds(news: readonly FailureGroup[]): readonly Notice[] {
  if (news.length > APART) return [{ kind: 'groups', groups: news }];
  return news.map((group) => ({ kind: 'group', group }));
}

const ofAccounts = (accounts: readonly string[]): readonly Notice[] =>
  accounts.length === 0 ? [] : [{ kind: 'signIn', accounts }];

const ofProxies = (proxies: readonly string[]): readonly Notice[] =>
  proxies.length === 0 ? [] : [{ kind: 'proxySignIn', proxies }];
