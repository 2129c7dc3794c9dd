import { shortened } from '../../../shared/messages/printable.ts';
import { type Glance, glanceSentences } from '../../../shared/messages/tray-words.ts';
import { accountsToSignIn, isUntrusted, proxiesToSignIn } from '../../../shared/outbox/gate.ts';
import { type OwnWork, sendingNow } from './own-work.ts';
import { type TrayEntry, trayMenu } from './tray-menu.ts';

export type TrayState = 'idle' | 'sending' | 'paused' | 'offline' | 'needs-you';

/** The systems with habits of their own; all others do as Linux does. */
export type TrayPlatform = 'darwin' | 'win32' | 'linux';

export const trayPlatform = (platform: NodeJS.Platform): TrayPlatform =>
  platform === 'darwin' || platform === 'win32' ? platform : 'linux';

export interface TrayView {
  readonly work: OwnWork;
  /** Whether the system has a network; true where it does not know. */
  readonly online: boolean;
  readonly platform: TrayPlatform;
  readonly now: number;
}

export interface TrayModel {
  readonly state: TrayState;
  /** How much needs a person; 0 shows nothing. */
  readonly badge: number;
  /** A file of build/icons. */
  readonly image: string;
  /** Beside the icon, on macOS. */
  readonly title: string;
  readonly tooltip: string;
  /** What a plain click does: Windows opens the window, and has the menu on the other button. */
  readonly click: 'open' | 'menu';
  readonly menu: readonly TrayEntry[];
}

/** Windows cuts a longer one off. */
const TOOLTIP = 127;

/** The tray icon with all that belongs to it, from what the outbox is like. */
export function trayModel({ work, online, platform, now }: TrayView): TrayModel {
  const glance = glanceOf(work, online);
  const state = stateOf(glance);
  const badge = needing(glance);
  const sentences = glanceSentences(glance, now);
  return {
    state,
    badge,
    image: imageOf(state, platform),
    title: platform === 'darwin' && badge > 0 ? String(badge) : '',
    tooltip: fitting(`OutTray: ${sentences.join(' ')}`, TOOLTIP),
    click: platform === 'win32' ? 'open' : 'menu',
    menu: trayMenu({ glance, newest: work.newest, said: sentences[0] ?? '' }),
  };
}

function glanceOf(work: OwnWork, online: boolean): Glance {
  const { counts, gates, away, heldFor, pauses, disk, unreached } = work;
  const isAway = (origin: string): boolean => away.some((server) => server.origin === origin);
  const closed = gates.filter(
    (gate) =>
      (gate.reason.code === 'UNREACHABLE' || gate.reason.code === 'SUSPECT') &&
      !isUntrusted(gate) &&
      !isAway(gate.key),
  );
  const untrusted = gates.filter(isUntrusted);
  const shut = [...closed, ...untrusted];
  return {
    needsYou: counts.attention + counts.unconfirmed,
    accounts: accountsToSignIn(work),
    proxies: proxiesToSignIn(work),
    untrusted,
    away,
    sending: sendingNow(work),
    waiting: counts.queued + counts.waiting + counts.sending - sendingNow(work),
    heldFor,
    pause: pauses.find(({ scope }) => scope === 'all') ?? null,
    disk,
    online,
    closed,
    unreached: unreached.filter(
      ({ origin }) => !isAway(origin) && !shut.some(({ key }) => key === origin),
    ),
  };
}

/** Each item, account, proxy and server that needs a person. */
const needing = ({ needsYou, accounts, proxies, untrusted, away }: Glance): number =>
  needsYou + accounts.length + proxies.length + untrusted.length + away.length;

/** What a person is to do comes first, then what a person did, then what goes on by itself. */
function stateOf(glance: Glance): TrayState {
  if (needing(glance) > 0) return 'needs-you';
  if (glance.pause !== null || glance.disk !== null) return 'paused';
  if (glance.sending > 0) return 'sending';
  const isCutOff = !glance.online || glance.closed.length + glance.unreached.length > 0;
  return isCutOff && glance.waiting > 0 ? 'offline' : 'idle';
}

function imageOf(state: TrayState, platform: TrayPlatform): string {
  switch (platform) {
    case 'darwin':
      return `tray-${state}Template.png`;
    case 'win32':
      return `tray-${state}.ico`;
    case 'linux':
      return `tray-${state}.png`;
  }
}

/** At most so many UTF-16 units, and no character cut in two. */
function fitting(text: string, units: number): string {
  let width = units;
  while (shortened(text, width).length > units) width -= 1;
  return shortened(text, width);
}
