import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { StreamLine } from '../../shared/contracts/web-protocol.ts';
import {
  type StreamTold,
  WINDOW_CHANNELS,
  WINDOW_ORIGIN,
} from '../../shared/contracts/window-bridge.ts';
import { type AppProcess, startApp } from './electron-double/app-process.ts';
import type { Shown } from './electron-double/screen-protocol.ts';

/** OutTray under the double in a process of its own, with nobody looking at its windows. */
export interface RunningApp extends AppProcess {
  /** Windows that are open now. */
  readonly windows: ReadonlySet<number>;
  /** As the page in its first window calls. */
  call(name: string, input: unknown): Promise<{ readonly ok: boolean; readonly value: never }>;
  /** Follows what happens, as its page does; the lines so far. */
  follow(): Promise<readonly StreamLine[]>;
  shows(kind: Shown['kind']): readonly Shown[];
  quit(): Promise<void>;
}

const MAIN = join(import.meta.dirname, '../../electron/main/index.ts');

/** Killed when the test is over. */
export function runApp(
  profileFolder: string,
  {
    args = [],
    env = {},
  }: { readonly args?: readonly string[]; readonly env?: Record<string, string> } = {},
): RunningApp {
  const windows = new Set<number>();
  const lines: StreamLine[] = [];
  const frame = { url: `${WINDOW_ORIGIN}/`, origin: WINDOW_ORIGIN, isMain: true };
  const app = startApp(
    { main: MAIN, args, env: { OUTTRAY_HOME: profileFolder, NO_PROXY: '127.0.0.1', ...env } },
    {
      open: ({ window }) => void windows.add(window),
      load: async () => {},
      reload: async () => {},
      close: async ({ window }) => void windows.delete(window),
      async send({ args: [told] }) {
        const { stream, line } = told as StreamTold;
        if (line === null) return;
        lines.push(line);
        await app.ask('invoke', {
          window: 1,
          frame,
          channel: WINDOW_CHANNELS.taken,
          args: [{ stream }],
        });
      },
    },
  );
  onTestFinished(async () => {
    app.child.kill('SIGKILL');
    await app.ended;
  });
  return {
    ...app,
    windows,
    async call(name, input) {
      const [window = 1] = windows;
      const message = { window, frame, channel: WINDOW_CHANNELS.call, args: [{ name, input }] };
      return (await app.ask('invoke', message)) as { readonly ok: boolean; readonly value: never };
    },
    async follow() {
      const from = { stream: 1, cursor: 0 };
      const channel = WINDOW_CHANNELS.follow;
      await app.ask('invoke', { window: 1, frame, channel, args: [from] });
      return lines;
    },
    shows: (kind) => app.shown.filter((one) => one.kind === kind),
    quit: () => app.ask('happen', { to: 'app', event: 'quit' }).catch(() => {}),
  };
}
