import type { OutboxHost } from '../../electron/host/host.ts';
import { placeOf } from '../../electron/main/embedded/app-place.ts';
import { chooseBy } from '../../electron/main/embedded/choose-files.ts';
import { answering } from '../../electron/main/ipc/answering.ts';
import { answerAppWindows } from '../../electron/main/ipc/app-windows.ts';
import type { SenderFrame, SentBy } from '../../electron/main/ipc/sender.ts';
import { createAppBridge } from '../../electron/preload/app-bridge.ts';
import type { AppTold, OutTray } from '../../shared/contracts/app-bridge.ts';
import type { OutboxError } from '../../shared/contracts/errors.ts';
import type { Result } from '../../shared/lang/result.ts';

type Answer = Promise<Result<unknown, OutboxError>>;

/** The contents of a window, as far as the channels of embedded apps know them. */
class Contents {
  readonly #listeners: [event: string, listener: (details: never) => void][] = [];
  tell: (told: AppTold) => void = () => {};

  send(_channel: string, message: unknown): void {
    this.tell(structuredClone(message) as AppTold);
  }

  on(event: string, listener: (...args: never[]) => void): void {
    this.#listeners.push([event, listener]);
  }

  navigate(): void {
    const details = { isMainFrame: true, isSameDocument: false };
    for (const [event, listener] of this.#listeners)
      if (event === 'did-start-navigation') listener(details as never);
  }

  isDestroyed(): boolean {
    return false;
  }
}

export interface AppPage {
  /** What the page finds as `window.outtray`. */
  readonly outtray: OutTray;
  /** Past the preload, as a page that took its process over would. */
  invoke(channel: string, message: unknown, frame?: Partial<SenderFrame> | null): Answer;
  /** It goes to another page: whatever it had is gone. */
  leave(): void;
}

/** Pages of embedded apps on a real host, without Electron: real bridges, real channels, everything cloned in between. */
export function appPages(host: OutboxHost): {
  /** A page in the window of that app; null: contents that no window was opened for. */
  open(app: string | null): AppPage;
  /** The paths that a person chooses from now on. */
  chosen: readonly string[];
} {
  const channels = new Map<string, (event: SentBy<Contents>, message: unknown) => Answer>();
  const appIn = new Map<Contents, string>();
  const pages = {
    chosen: [] as readonly string[],
    open(app: string | null): AppPage {
      const contents = new Contents();
      if (app !== null) appIn.set(contents, app);
      const known = host.embedding.apps.find(app ?? '');
      const origin = known === null ? 'app://nobody' : placeOf(known).origin;
      const invoke: AppPage['invoke'] = async (channel, message, frame = {}) => {
        const handler = channels.get(channel);
        if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
        const senderFrame =
          frame === null ? null : { url: `${origin}/`, origin, parent: null, ...frame };
        return structuredClone(
          await handler({ sender: contents, senderFrame }, structuredClone(message)),
        );
      };
      return {
        invoke,
        outtray: createAppBridge({
          invoke: (channel, message) => invoke(channel, message),
          onTold(listener) {
            contents.tell = listener;
          },
        }),
        leave: () => contents.navigate(),
      };
    },
  };
  host.closesWith(
    answerAppWindows<Contents>({
      receive(channel, log) {
        channels.set(channel.name, answering(channel, log));
        return () => void channels.delete(channel.name);
      },
      news: host.news,
      log: host.log,
      embedding: host.embedding,
      appOf: (contents) => host.embedding.apps.find(appIn.get(contents) ?? ''),
      choose: chooseBy<Contents>(async () => pages.chosen),
    }),
  );
  return pages;
}
