import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, type Page } from '@playwright/test';
import type { PracticeProcess } from '../../electron/host/practice-process.ts';
import { startPractice } from '../../electron/host/practice-process.ts';
import { electronBinary } from '../../electron/start/electron-binary.ts';
import type { ShownIn } from '../support/shown-in.ts';
import { type Spawned, spawnSource } from '../support/spawned.ts';
import { type OpenedApp, openInDouble, openInElectron } from './app-window.ts';

const ROOT = join(import.meta.dirname, '../..');
const PREFLIGHT = 'electron/headless/preflight.mjs';

/** A field day: a practice server, a host on a profile folder of its own, and the command line beside it. */
export interface Field {
  readonly home: string;
  /** Where an administrator would lay a policy down; there is none at first. */
  readonly policy: string;
  readonly practice: PracticeProcess;
  /** Where submissions go. */
  readonly inbox: string;
  /** Runs a command to its end; throws when it ends with another code than `expected`. */
  cli(args: readonly string[], options?: CliOptions): Promise<string>;
  /** Starts what this project is about, and answers its page: in a browser, or in a window of the app. */
  open(): Promise<Page>;
  /** Starts the host, and answers the address of its page; once more after `stopHost`. */
  serve(): Promise<string>;
  /** A new address of the running host's page. */
  pageAddress(): Promise<string>;
  stopHost(signal?: NodeJS.Signals): Promise<void>;
}

interface CliOptions {
  readonly expected?: number;
  readonly stdin?: string;
}

export const test = base.extend<{ readonly field: Field; readonly shownIn: ShownIn }>({
  shownIn: ['browser', { option: true }],
  field: async ({ browserName, browser, page, shownIn }, use) => {
    base.skip(
      shownIn === 'electron' && electronBinary() === null,
      'Electron is not on this machine',
    );
    const home = mkdtempSync(join(tmpdir(), `outtray-${browserName}-`));
    const practice = await startPractice({ port: 0, tokenLifeS: 3600 });
    const policy = join(home, 'machine-policy.json');
    const env = { OUTTRAY_HOME: home, OUTTRAY_POLICY: policy, NO_PROXY: '127.0.0.1' };
    let host: Spawned | null = null;
    const opened: OpenedApp[] = [];

    const field: Field = {
      home,
      policy,
      practice,
      inbox: `${practice.url}/inbox`,
      async cli(args, { expected = 0, stdin = '' } = {}) {
        const child = spawn(process.execPath, [join(ROOT, PREFLIGHT), ...args], {
          env: { ...process.env, ...env },
        });
        child.stdin.end(stdin);
        const out = collected(child.stdout);
        const err = collected(child.stderr);
        const [code] = (await once(child, 'close')) as [number | null];
        if (code !== expected)
          throw new Error(`outtray ${args.join(' ')} ended with ${code}: ${err()}${out()}`);
        return out();
      },
      async open() {
        if (shownIn === 'browser') {
          await page.goto(await field.serve());
          return page;
        }
        const app = await (shownIn === 'double' ? openInDouble(browser, env) : openInElectron(env));
        opened.push(app);
        return app.page;
      },
      async serve() {
        host = spawnSource(PREFLIGHT, ['serve', '--json'], env);
        await host.printed('"serving"');
        return pageOf(host.output());
      },
      async pageAddress() {
        return pageOf(await field.cli(['serve', '--json'], { expected: 5 }));
      },
      async stopHost(signal = 'SIGTERM') {
        host?.child.kill(signal);
        await host?.ended;
        host = null;
      },
    };
    await use(field);
    for (const app of opened) await app.close();
    await field.stopHost('SIGKILL');
    await practice.stop();
    rmSync(home, { recursive: true, force: true });
  },
});

function pageOf(output: string): string {
  const line = output.split('\n').find((one) => one.startsWith('{"serving"')) ?? '{}';
  const { page } = JSON.parse(line) as { readonly page?: string | null };
  if (typeof page !== 'string') throw new Error(`the host serves no page: ${output}`);
  return page;
}

function collected(stream: NodeJS.ReadableStream): () => string {
  let text = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  return () => text;
}
