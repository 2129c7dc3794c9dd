import { EventEmitter } from 'node:events';
import { appCalls, screen } from './screen-port.ts';
import type { FrameFacts } from './screen-protocol.ts';

/** A frame of a page, as far as it says who sends. */
export interface WebFrameMain {
  readonly url: string;
  readonly origin: string;
  readonly parent: WebFrameMain | null;
}

interface Inside {
  readonly id: number;
  url: string;
  destroyed: boolean;
  mayOpen: (details: { readonly url: string }) => { readonly action: 'allow' | 'deny' };
}

const inside = new WeakMap<WebContents, Inside>();
const all = new Map<number, WebContents>();

const stateOf = (contents: WebContents): Inside => {
  const state = inside.get(contents);
  if (state === undefined) throw new Error('contents of nobody');
  return state;
};

export const webContentsOf = (window: number): WebContents => {
  const contents = all.get(window);
  if (contents === undefined) throw new Error('Object has been destroyed');
  return contents;
};

export class WebContents extends EventEmitter {
  /** As Electron types it: a listener says what it takes. */
  override on(event: string, listener: (...args: never[]) => void): this {
    return super.on(event, listener as (...args: unknown[]) => void);
  }

  get id(): number {
    return stateOf(this).id;
  }

  get mainFrame(): WebFrameMain {
    return frameOf(this, null);
  }

  getURL(): string {
    return stateOf(this).url;
  }

  isDestroyed(): boolean {
    return stateOf(this).destroyed;
  }

  send(channel: string, ...args: readonly unknown[]): void {
    const { id, destroyed } = stateOf(this);
    if (destroyed) throw new TypeError('Object has been destroyed');
    this.emit('double-sent', channel, args);
    void screen?.('send', { window: id, channel, args });
  }

  reload(): void {
    navigates(this, stateOf(this).url);
    void screen?.('reload', { window: stateOf(this).id });
  }

  setWindowOpenHandler(mayOpen: Inside['mayOpen']): void {
    stateOf(this).mayOpen = mayOpen;
  }
}

export function createWebContents(id: number): WebContents {
  const contents = new WebContents();
  inside.set(contents, {
    id,
    url: '',
    destroyed: false,
    mayOpen: () => ({ action: 'allow' }),
  });
  all.set(id, contents);
  return contents;
}

/** By the app or by itself: a new page begins. */
export function navigates(contents: WebContents, url: string): void {
  stateOf(contents).url = url;
  contents.emit(
    'did-start-navigation',
    { url, isMainFrame: true, isSameDocument: false },
    url,
    false,
    true,
  );
}

export function destroyContents(contents: WebContents): void {
  const state = stateOf(contents);
  if (state.destroyed) return;
  state.destroyed = true;
  all.delete(state.id);
  contents.emit('destroyed');
}

/** The frame that the screen tells of; null is the main one, where the contents are now. */
export function frameOf(contents: WebContents, facts: FrameFacts | null): WebFrameMain {
  const url = facts?.url ?? stateOf(contents).url;
  const main: WebFrameMain = { url, origin: facts?.origin ?? originOf(url), parent: null };
  return facts === null || facts.isMain ? main : { ...main, parent: contents.mainFrame };
}

/** `null` for those that have none, as Chromium writes it. */
const originOf = (url: string): string => /^[a-z][a-z0-9+.-]*:\/\/[^/?#]+/.exec(url)?.[0] ?? 'null';

const prevented = (contents: WebContents, event: string, details: object): boolean => {
  let isPrevented = false;
  contents.emit(event, {
    ...details,
    preventDefault() {
      isPrevented = true;
    },
  });
  return isPrevented;
};

/** Whether the page in these contents may go there by itself. */
export function mayGo(contents: WebContents, url: string): boolean {
  const details = { url, isMainFrame: true, isSameDocument: false };
  const stays =
    prevented(contents, 'will-frame-navigate', details) ||
    prevented(contents, 'will-navigate', details);
  if (!stays) navigates(contents, url);
  return !stays;
}

export const mayRedirect = (contents: WebContents, url: string): boolean =>
  !prevented(contents, 'will-redirect', { url, isMainFrame: true, isSameDocument: false });

export const mayAttachWebview = (contents: WebContents): boolean =>
  !prevented(contents, 'will-attach-webview', {});

export const mayOpen = (contents: WebContents, url: string): boolean =>
  stateOf(contents).mayOpen({ url }).action === 'allow';

appCalls.mayGo = ({ window, url }) => mayGo(webContentsOf(window), url);
appCalls.mayOpen = ({ window, url }) => mayOpen(webContentsOf(window), url);
appCalls.gone = ({ window, reason }) =>
  void webContentsOf(window).emit('render-process-gone', {}, { reason, exitCode: 1 });
