import { beforeEach, describe, expect, it } from 'vitest';
import {
  createNotifications,
  type Notifications,
} from '../../../electron/main/shell/notifications.ts';
import type { OwnWork } from '../../../electron/main/shell/own-work.ts';
import type { ShellCommand } from '../../../electron/main/shell/tray-menu.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../../shared/contracts/settings.ts';
import { countsOf, groupOf, NO_WORK, signInGate } from './work.ts';

interface Shown {
  readonly title: string;
  readonly silent: boolean;
  readonly listeners: Record<string, () => void>;
  closed: boolean;
}

let shown: Shown[];
let commands: ShellCommand[];
let minute: number;
let now: number;
let looking: boolean;
let supported: boolean;
let notifications: Notifications;

beforeEach(() => {
  shown = [];
  commands = [];
  minute = 12 * 60;
  now = 0;
  looking = false;
  supported = true;
  notifications = createNotifications({
    isSupported: () => supported,
    make({ title, silent }) {
      const one: Shown = { title, silent, listeners: {}, closed: false };
      return {
        show: () => shown.push(one),
        close() {
          one.closed = true;
        },
        on(event, listener) {
          one.listeners[event] = listener;
        },
      };
    },
    isLooking: () => looking,
    now: () => now,
    minuteOfDay: () => minute,
    run: (command) => commands.push(command),
  });
  see({});
});

const see = (work: Partial<OwnWork>, settings: Partial<Settings> = {}): void =>
  notifications.see({
    work: { ...NO_WORK, ...work },
    settings: { ...DEFAULT_SETTINGS, ...settings },
  });

const refused = groupOf({ key: 'refused' });

describe('notifications', () => {
  it('lead to what they tell of, which has been looked at then', () => {
    see({ groups: [refused], gates: [signInGate('field')] });
    expect(shown.map(({ title, silent }) => [title, silent])).toEqual([
      ['1 item needs you: refused, 422', false],
      ['Sign in to "field"', false],
    ]);
    for (const { listeners } of shown) listeners['click']?.();
    expect(commands).toEqual([{ do: 'openGroup', key: 'refused' }, { do: 'openAccounts' }]);
    see({ groups: [{ ...refused, count: 2 }], gates: [signInGate('field')] });
    expect(shown).toHaveLength(3);
  });

  it('of many kinds lead to all of them', () => {
    const groups = ['a', 'b', 'c', 'd'].map((key) => groupOf({ key }));
    see({ groups });
    shown[0]?.listeners['click']?.();
    expect(commands).toEqual([{ do: 'openNeedsYou' }]);
    see({ groups: groups.map((group) => ({ ...group, count: 2 })) });
    expect(shown).toHaveLength(2);
  });

  it('that nobody has clicked on are not counted as looked at; whoever has the window open has seen them', () => {
    see({ groups: [refused] });
    see({ groups: [{ ...refused, count: 2 }] });
    expect(shown).toHaveLength(1);
    looking = true;
    see({ groups: [{ ...refused, count: 2 }] });
    looking = false;
    see({ groups: [{ ...refused, count: 3 }] });
    expect(shown).toHaveLength(2);
  });

  it('are one for each kind: the last word replaces the one before, and lets the others stand', () => {
    const other = groupOf({ key: 'other' });
    see({ groups: [refused, other] });
    looking = true;
    see({ groups: [refused, other] });
    looking = false;
    see({ groups: [{ ...refused, count: 2 }, other] });
    expect(shown.map(({ closed }) => closed)).toEqual([true, false, false]);
  });

  it('are taken away when what they tell of has passed', () => {
    see({ groups: [refused], gates: [signInGate('field')] });
    see({ groups: [refused] });
    expect(shown.map(({ closed }) => closed)).toEqual([false, true]);
    see({});
    expect(shown.map(({ closed }) => closed)).toEqual([true, true]);
  });

  it('are taken away at the end', () => {
    see({ groups: [refused] });
    notifications.clear();
    expect(shown[0]?.closed).toBe(true);
  });

  it('wait for the end of the quiet hours', () => {
    const hours = { 'notifications.quietFrom': '22:00', 'notifications.quietTo': '06:00' };
    minute = 23 * 60;
    see({ groups: [refused] }, hours);
    expect(shown).toEqual([]);
    minute = 6 * 60;
    see({ groups: [refused] }, hours);
    expect(shown).toHaveLength(1);
  });

  it('are not shown to whoever has the window open, nor where the system has none', () => {
    looking = true;
    see({ groups: [refused] });
    looking = false;
    supported = false;
    see({ groups: [refused, groupOf({ key: 'other' })] });
    expect(shown).toEqual([]);
  });

  it('make no sound for what went well', () => {
    see({ counts: countsOf({ queued: 12 }) });
    now = 5 * 60_000;
    see({ counts: countsOf({ delivered: 12 }) });
    expect(shown.map(({ title, silent }) => [title, silent])).toEqual([['All 12 sent', true]]);
    shown[0]?.listeners['click']?.();
    expect(commands).toEqual([{ do: 'open' }]);
  });
});
