import type { Codec } from './codec.ts';
import type { Shape } from './main-world.ts';

/** From a page to the test's process, by the binding. */
export interface FromPage {
  readonly id: number;
  readonly channel: string;
  readonly args: readonly unknown[];
}

/** To a page, by `electronDoubleDeliver` in the world of its preload. */
export type ToPage =
  | {
      readonly kind: 'answer';
      readonly id: number;
      readonly value?: unknown;
      readonly error?: string;
    }
  | { readonly kind: 'event'; readonly channel: string; readonly args: readonly unknown[] };

export const BINDING = 'electronDoubleBinding';
export const DELIVER = 'electronDoubleDeliver';
export const WORLD = 'electron-preload';

type Preload = (
  require: (name: string) => unknown,
  module: { exports: object },
  exports: object,
  process: object,
) => void;

/** Runs in a world of its own before the page's first script, as text: gives the preload what it may `require`. */
export function preloadWorld(
  prefix: string,
  names: { readonly binding: string; readonly deliver: string },
  codec: Codec,
  preload: Preload,
): void {
  if (window !== window.top) return;
  const functions = new Map<number, (...args: unknown[]) => unknown>();
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  /** What functions of the page answer. */
  const answers = new Map<number, PromiseWithResolvers<unknown>>();
  const listeners = new Map<string, Set<(event: object, ...args: readonly unknown[]) => void>>();
  let ids = 0;
  const bound = Reflect.get(globalThis, names.binding) as (text: string) => void;

  const tell = (name: string, detail: object): boolean =>
    document.dispatchEvent(new CustomEvent(`${prefix}${name}`, { detail }));

  function shapeOf(value: unknown): Shape {
    if (typeof value === 'function') {
      ids += 1;
      functions.set(ids, value as (...args: unknown[]) => unknown);
      return { fn: ids };
    }
    if (
      typeof value !== 'object' ||
      value === null ||
      Object.getPrototypeOf(value) !== Object.prototype ||
      !Object.values(value).some((one) => typeof one === 'function')
    )
      return { value };
    return {
      object: Object.fromEntries(Object.entries(value).map(([name, one]) => [name, shapeOf(one)])),
    };
  }

  function backFromPage(arg: unknown): unknown {
    const callback: unknown =
      typeof arg === 'object' && arg !== null ? Reflect.get(arg, 'callback') : undefined;
    return typeof callback === 'number'
      ? (...args: readonly unknown[]) => {
          ids += 1;
          const asked = Promise.withResolvers<unknown>();
          answers.set(ids, asked);
          tell('callback', { callback, args, answer: ids });
          return asked.promise;
        }
      : arg;
  }

  document.addEventListener(`${prefix}answer`, (event) => {
    const { answer, value, failure } = (
      event as CustomEvent<{ answer: number; value?: unknown; failure?: string }>
    ).detail;
    const asked = answers.get(answer);
    answers.delete(answer);
    if (failure === undefined) asked?.resolve(value);
    else asked?.reject(new Error(failure));
  });

  document.addEventListener(`${prefix}call`, (event) => {
    const { id, fn, args } = (
      event as CustomEvent<{ id: number; fn: number; args: readonly unknown[] }>
    ).detail;
    const fail = (error: unknown): boolean =>
      tell('failure', { id, message: error instanceof Error ? error.message : String(error) });
    try {
      const result = functions.get(fn)?.(...args.map(backFromPage));
      if (result instanceof Promise)
        result.then(
          (value: unknown) => tell('result', { id, atOnce: false, value: shapeOf(value) }),
          fail,
        );
      else tell('result', { id, atOnce: true, value: shapeOf(result) });
    } catch (error) {
      fail(error);
    }
  });

  Reflect.set(globalThis, names.deliver, (text: string) => {
    const message = codec.decode(text) as ToPage;
    if (message.kind === 'event') {
      for (const listener of listeners.get(message.channel) ?? [])
        listener({ sender: ipcRenderer }, ...message.args);
      return;
    }
    const asked = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.error === undefined) asked?.resolve(message.value);
    else asked?.reject(new Error(message.error));
  });

  const ipcRenderer = {
    invoke(channel: string, ...args: readonly unknown[]): Promise<unknown> {
      ids += 1;
      const id = ids;
      const asked = Promise.withResolvers<unknown>();
      waiting.set(id, asked);
      try {
        bound(codec.encode({ id, channel, args } satisfies FromPage));
      } catch (error) {
        asked.reject(error);
      }
      return asked.promise;
    },
    on(channel: string, listener: (event: object, ...args: readonly unknown[]) => void): unknown {
      const known = listeners.get(channel) ?? new Set();
      listeners.set(channel, known.add(listener));
      return ipcRenderer;
    },
    removeListener(channel: string, listener: () => void): unknown {
      listeners.get(channel)?.delete(listener);
      return ipcRenderer;
    },
  };
  const contextBridge = {
    exposeInMainWorld: (name: string, api: unknown): void =>
      void tell('expose', { name, shape: shapeOf(api) }),
  };
  const module = { exports: {} };
  preload(
    (name) => {
      if (name === 'electron') return { contextBridge, ipcRenderer };
      throw new Error(`module not found: ${name}`);
    },
    module,
    module.exports,
    { platform: 'linux', sandboxed: true, contextIsolated: true },
  );
}
