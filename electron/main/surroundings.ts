import { join } from 'node:path';
import {
  app,
  Menu,
  type NativeImage,
  Notification,
  nativeImage,
  net,
  powerSaveBlocker,
  Tray,
} from 'electron';
import { needYouWords } from '../../shared/messages/page-words.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { Timers } from '../core/ports/timers.ts';
import type { AttachedHere } from './attach-outtray.ts';
import { minuteOfDay, tomorrowMorning } from './shell/day-times.ts';
import { createLoginItem } from './shell/login-item.ts';
import type { Call } from './shell/look-at-outbox.ts';
import { createNotifications } from './shell/notifications.ts';
import { sendingNow } from './shell/own-work.ts';
import { createPower } from './shell/power.ts';
import { commandRunner } from './shell/run-command.ts';
import { createTray } from './shell/tray.ts';
import { trayModel, trayPlatform } from './shell/tray-model.ts';
import { watchOutbox } from './shell/watch-outbox.ts';

export interface Surrounded extends Pick<AttachedHere, 'host' | 'window'> {
  readonly clock: Pick<Clock, 'now'>;
  readonly timers: Timers;
  /** build/icons. */
  readonly icons: string;
  readonly system: NodeJS.Platform;
}

/** Puts around the window what is seen without it: tray icon, notifications, start at login. Until it is called back. */
export function surround({ host, window, clock, timers, icons, system }: Surrounded): () => void {
  const { log } = host;
  const { now } = clock;
  const platform = trayPlatform(system);
  const call: Call = (name, input) => host.api.call(name, input, { kind: 'window' });
  const run = commandRunner({
    call,
    show: window.show,
    quit: () => app.quit(),
    now,
    tomorrowMorning,
    log,
  });

  const tray = createTray({
    makeTray: (image: NativeImage) => new Tray(image),
    makeImage: (path) => nativeImage.createFromPath(path),
    makeMenu: (template) => Menu.buildFromTemplate(template),
    setBadge(count) {
      if (platform !== 'win32') return void app.setBadgeCount(count);
      const image = nativeImage.createFromPath(join(icons, 'overlay-needs-you.ico'));
      window.mark(count === 0 ? null : { image, text: needYouWords(count) });
    },
    iconFolder: icons,
    run,
  });
  const notifications = createNotifications({
    isSupported: () => Notification.isSupported(),
    make: (options) => new Notification(options),
    isLooking: window.isFocused,
    now,
    minuteOfDay,
    run,
  });
  const power = createPower({ blocker: powerSaveBlocker, timers, now });
  const login = createLoginItem({
    platform: system,
    isPackaged: app.isPackaged,
    system: app,
    executable: process.env['APPIMAGE'] ?? process.execPath,
    autostartFolder: join(app.getPath('appData'), 'autostart'),
    log,
  });

  function onChange(listener: () => void): () => void {
    const stops = [host.onChange(listener), host.onSettings(listener)];
    return () => {
      for (const stopHearing of stops) stopHearing();
    };
  }
  const stop = watchOutbox({ call, onChange, timers }, (sight) => {
    tray.show(trayModel({ work: sight.work, online: net.isOnline(), platform, now: now() }));
    notifications.see(sight);
    power.see(sendingNow(sight.work));
    login.see(sight.settings.startAtLogin);
  });
  return () => {
    stop();
    power.release();
    notifications.clear();
    tray.destroy();
  };
}
