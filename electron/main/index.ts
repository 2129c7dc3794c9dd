import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { app, dialog, Menu, powerMonitor, protocol, shell } from 'electron';
import {
  DESKTOP_WORDS,
  otherHostWords,
  quitQuestion,
} from '../../shared/messages/desktop-words.ts';
import { errorSentence } from '../../shared/messages/error-sentences.ts';
import { PAGE_WORDS } from '../../shared/messages/page-words.ts';
import { connectToHost } from '../adapters/control-socket/connect-to-host.ts';
import { systemClock as clock, systemTimers as timers } from '../adapters/system/system.ts';
import type { Log } from '../core/ports/log.ts';
import { runClient, sayFault } from '../headless/cli/client.ts';
import { diagnose } from '../host/diagnose.ts';
import { iconFolder } from '../host/entry-path.ts';
import { homeFolder } from '../host/home-folder.ts';
import { policyPlaces } from '../host/policy-places.ts';
import {
  type AttachedHere,
  attachOutTray,
  outtrayScheme,
  type RunsElsewhere,
} from './attach-outtray.ts';
import { readStart } from './command-line.ts';
import { AFTER_FAILURE, mayStartAgain } from './shell/after-failure.ts';
import { APP_ID } from './shell/app-id.ts';
import { appMenu } from './shell/app-menu.ts';
import { IN_TRAY } from './shell/login-item.ts';
import { openOutside } from './shell/open-outside.ts';
import { createQuitting, uploadsAtStake } from './shell/quitting.ts';
import { onUncaught, watchForCrashes } from './shell/watch-for-crashes.ts';
import { surround } from './surroundings.ts';

const GRACE_MS = 5_000;

const asked = readStart(process.argv, app.isPackaged);
// Waited for here, it is over before Chromium begins: nothing of a window is needed, not even a display.
if (asked.kind === 'cli') app.exit(await runCommand(asked.args));
else startApp();

function runCommand(args: readonly string[]): Promise<number> {
  onUncaught(process, (error) => app.exit(sayFault(error)));
  return runClient(args, { version: app.getVersion(), connectToHost, diagnose });
}

function startApp(): void {
  app.enableSandbox();
  // Windows shows notifications of nobody else.
  if (process.platform === 'win32') app.setAppUserModelId(APP_ID);
  protocol.registerSchemesAsPrivileged([outtrayScheme]);
  const profileFolder = homeFolder(undefined, {
    env: process.env,
    platform: process.platform,
    userHome: homedir(),
    cwd: process.cwd(),
  });
  // Chromium's own files belong to the profile too; and its lock, that there is one app for each profile.
  const userData = join(profileFolder, 'electron');
  try {
    mkdirSync(userData, { recursive: true, mode: 0o700 });
    app.setPath('userData', userData);
  } catch {
    // Attaching says what is wrong with the folder, in words.
  }
  if (app.requestSingleInstanceLock()) void open(profileFolder);
  else app.exit(0);
}

async function open(profileFolder: string): Promise<void> {
  let show = (): void => {};
  let log: Log | null = null;
  onUncaught(process, (error) => {
    log?.error('host.failed', { detail: error instanceof Error ? error.stack : String(error) });
    startAgain();
  });
  app.on('second-instance', () => show());
  app.on('activate', () => show());
  // The tray stays: sending does not need a window.
  app.on('window-all-closed', () => {});
  const attached = await attachOutTray({
    app,
    profileFolder,
    policyPlaces: policyPlaces(process),
  });
  if (!attached.ok) {
    dialog.showErrorBox(DESKTOP_WORDS.notStarted, errorSentence(attached.error));
    app.exit(1);
  } else if (attached.value.kind === 'elsewhere') await sayElsewhere(attached.value);
  else {
    show = attached.value.window.show;
    log = attached.value.host.log;
    run(attached.value);
  }
}

/** A host without a window has the profile: its page is as good. */
async function sayElsewhere({ pid, page }: RunsElsewhere): Promise<void> {
  const opens = page !== null && (await openOutside(shell, page));
  await dialog.showMessageBox({
    type: 'info',
    message: PAGE_WORDS.product,
    detail: otherHostWords(pid, opens),
    buttons: [DESKTOP_WORDS.understood],
  });
  app.exit(0);
}

function run({ host, window, close }: AttachedHere): void {
  const { running, progressOf } = host.sending;
  const stopSurrounding = surround({
    host,
    window,
    clock,
    timers,
    icons: iconFolder(),
    system: process.platform,
  });
  const quitting = createQuitting({
    atStake: () => uploadsAtStake(running(), progressOf),
    async ask(uploads) {
      const { response } = await dialog.showMessageBox({
        type: 'question',
        ...quitQuestion(uploads),
        buttons: [DESKTOP_WORDS.keepRunning, DESKTOP_WORDS.quitAnyway],
        defaultId: 0,
        cancelId: 0,
      });
      return response === 1;
    },
    close() {
      stopSurrounding();
      window.destroy();
      return close(GRACE_MS);
    },
    exit: () => app.exit(0),
  });
  app.on('before-quit', (event) => {
    event.preventDefault();
    quitting.request();
  });
  powerMonitor.on('shutdown', (event?: { preventDefault(): void }) => {
    // Delays the system for as long as closing takes; the types do not know of it, the documentation does.
    event?.preventDefault();
    quitting.now();
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, quitting.now);
  watchForCrashes(app, host.log);
  Menu.setApplicationMenu(Menu.buildFromTemplate(appMenu(process.platform, app.isPackaged)));
  if (!isStartAtLogin()) window.show();
}

/** In the place of this process, whose state nobody knows any more. */
function startAgain(): void {
  const args = process.argv.slice(1);
  if (mayStartAgain({ args, uptimeMs: process.uptime() * 1000 })) {
    const image = process.env['APPIMAGE'];
    app.relaunch({
      args: [...args.filter((one) => one !== AFTER_FAILURE), AFTER_FAILURE],
      ...(image === undefined ? {} : { execPath: image }),
    });
  } else dialog.showErrorBox(DESKTOP_WORDS.failed, DESKTOP_WORDS.failedAgain);
  app.exit(1);
}

/** It goes into the tray then, without a window. */
const isStartAtLogin = (): boolean =>
  process.argv.includes(IN_TRAY) ||
  (process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin);
