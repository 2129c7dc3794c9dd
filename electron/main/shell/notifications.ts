import { assertNever } from '../../../shared/lang/assert-never.ts';
import { type Notice, noticeText } from '../../../shared/messages/notification-words.ts';
import { accountsToSignIn, proxiesToSignIn } from '../../../shared/outbox/gate.ts';
import type { Sight } from './look-at-outbox.ts';
import { atStart, lookedAt, type NotificationState, notify } from './notification-model.ts';
import { isQuietAt } from './quiet-hours.ts';
import type { ShellCommand } from './tray-menu.ts';

/** What of Electron's notification is used. */
interface SystemNotification {
  show(): void;
  close(): void;
  on(event: 'click', listener: () => void): unknown;
}

export interface NotificationDeps {
  readonly isSupported: () => boolean;
  readonly make: (options: {
    readonly title: string;
    readonly body: string;
    readonly silent: boolean;
  }) => SystemNotification;
  /** A person has the own window before them. */
  readonly isLooking: () => boolean;
  readonly now: () => number;
  readonly minuteOfDay: (now: number) => number;
  readonly run: (command: ShellCommand) => void;
}

export interface Notifications {
  see(sight: Sight): void;
  /** Takes everything off the screen. */
  clear(): void;
}

export function createNotifications(deps: NotificationDeps): Notifications {
  let state: NotificationState | null = null;
  /**
   * One for each topic. Kept, or they could be collected, and a click on them be lost; also those that the system has put
   * away, as it may list them still.
   */
  const shown = new Map<string, Shown>();

  function opened(group: string): void {
    if (state !== null) state = lookedAt(state, group);
  }

  function show(notice: Notice): void {
    const notification = deps.make({ ...noticeText(notice), silent: notice.kind === 'allSent' });
    const topic = topicOf(notice);
    shown.get(topic)?.notification.close();
    shown.set(topic, { notice, notification });
    notification.on('click', () => {
      shown.delete(topic);
      for (const { key } of groupsOf(notice)) opened(key);
      deps.run(commandOf(notice));
    });
    notification.show();
  }

  function withdraw(mayGo: (notice: Notice) => boolean): void {
    for (const [topic, { notice, notification }] of shown) {
      if (!mayGo(notice)) continue;
      shown.delete(topic);
      notification.close();
    }
  }

  return {
    see({ work, settings }) {
      const now = deps.now();
      const seen = notify(state ?? atStart(work), {
        work,
        settings,
        isQuiet: isQuietAt(deps.minuteOfDay(now), settings),
        isLooking: deps.isLooking(),
        now,
      });
      state = seen.state;
      const kinds = new Set(work.groups.map(({ key }) => key));
      const accounts = accountsToSignIn(work);
      const proxies = proxiesToSignIn(work);
      withdraw((notice) => isOver(notice, kinds, accounts, proxies));
      if (deps.isSupported()) seen.show.forEach(show);
    },
    clear: () => withdraw(() => true),
  };
}

interface Shown {
  readonly notice: Notice;
  readonly notification: SystemNotification;
}

/** Of one topic, the last word counts. */
const topicOf = (notice: Notice): string =>
  notice.kind === 'group' ? `group ${notice.group.key}` : notice.kind;

/** What it tells of has passed. */
function isOver(
  notice: Notice,
  kinds: ReadonlySet<string>,
  accounts: readonly string[],
  proxies: readonly string[],
): boolean {
  switch (notice.kind) {
    case 'group':
    case 'groups':
      return !groupsOf(notice).some(({ key }) => kinds.has(key));
    case 'signIn':
      return !notice.accounts.some((name) => accounts.includes(name));
    case 'proxySignIn':
      return !notice.proxies.some((name) => proxies.includes(name));
    case 'allSent':
      return false;
    default:
      return assertNever(notice);
  }
}

const groupsOf = (notice: Notice) => {
  if (notice.kind === 'group') return [notice.group];
  return notice.kind === 'groups' ? notice.groups : [];
};

/** Where a click leads. */
function commandOf(notice: Notice): ShellCommand {
  switch (notice.kind) {
    case 'group':
      return { do: 'openGroup', key: notice.group.key };
    case 'groups':
      return { do: 'openNeedsYou' };
    case 'signIn':
      return { do: 'openAccounts' };
    case 'proxySignIn':
    case 'allSent':
      return { do: 'open' };
    default:
      return assertNever(notice);
  }
}
