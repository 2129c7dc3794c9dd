import { join } from 'node:path';
import { _electron, type Browser, type Page } from '@playwright/test';
import { electronBinary } from '../../electron/start/electron-binary.ts';
import {
  type AppOnScreen,
  startOnScreen,
} from '../support/electron-double/screen/app-on-screen.ts';

export interface OpenedApp {
  readonly page: Page;
  close(): Promise<void>;
}

type Environment = Readonly<Record<string, string>>;

const ROOT = join(import.meta.dirname, '../..');
const MAIN = join(ROOT, 'out/electron/main/index.js');

/** The built app under the double of Electron, its windows in `browser`. */
export const startInDouble = (
  browser: Browser,
  env: Environment,
  args: readonly string[] = [],
): AppOnScreen => startOnScreen(browser, { main: MAIN, args, env });

export async function openInDouble(browser: Browser, env: Environment): Promise<OpenedApp> {
  const app = startInDouble(browser, env);
  const page = await app.window();
  return {
    page,
    async close() {
      await app.ask('happen', { to: 'app', event: 'quit' }).catch(() => {});
      await app.ended;
    },
  };
}

/** The built app in Electron. */
export async function openInElectron(env: Environment): Promise<OpenedApp> {
  const executablePath = electronBinary();
  if (executablePath === null) throw new Error('Electron is not on this machine');
  const app = await _electron.launch({
    executablePath,
    args: [ROOT],
    env: { ...(process.env as Environment), ...env },
  });
  return { page: await app.firstWindow(), close: () => app.close() };
}
