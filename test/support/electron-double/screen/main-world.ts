/** What passes between the two worlds of a page, by name; each event has a random prefix that its page does not know. */
export interface Shape {
  readonly fn?: number;
  readonly object?: Readonly<Record<string, Shape>>;
  readonly value?: unknown;
}

/**
 * Runs in the page's own world before its first script, as text: builds what the preload exposes. A call crosses by an
 * event, whose detail Chromium clones into the other world; what has no clone is refused as Electron refuses it.
 */
export function mainWorld(prefix: string): void {
  if (window !== window.top) return;
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  const callbacks = new Map<number, (...args: unknown[]) => unknown>();
  let ids = 0;

  function crossing(arg: unknown): unknown {
    if (typeof arg !== 'function') return arg;
    ids += 1;
    callbacks.set(ids, arg as (...args: unknown[]) => unknown);
    return { callback: ids };
  }

  let answeredAtOnce: { readonly value: unknown } | null = null;

  function call(fn: number, given: readonly unknown[]): unknown {
    ids += 1;
    const id = ids;
    const args = given.map(crossing);
    try {
      structuredClone(args);
    } catch {
      throw new Error('An object could not be cloned.');
    }
    const asked = Promise.withResolvers<unknown>();
    waiting.set(id, asked);
    answeredAtOnce = null;
    document.dispatchEvent(new CustomEvent(`${prefix}call`, { detail: { id, fn, args } }));
    const answer = answeredAtOnce as { readonly value: unknown } | null;
    answeredAtOnce = null;
    return answer === null ? asked.promise : answer.value;
  }

  function built({ fn, object, value }: Shape): unknown {
    if (fn !== undefined) return (...args: unknown[]) => call(fn, args);
    if (object === undefined) return value;
    return Object.freeze(
      Object.fromEntries(Object.entries(object).map(([name, one]) => [name, built(one)])),
    );
  }

  interface Heard {
    readonly expose: { readonly name: string; readonly shape: Shape };
    readonly result: { readonly id: number; readonly atOnce: boolean; readonly value: Shape };
    readonly failure: { readonly id: number; readonly message: string };
    readonly callback: {
      readonly callback: number;
      readonly args: readonly unknown[];
      readonly answer: number;
    };
  }

  const hear = <Name extends keyof Heard>(
    name: Name,
    listener: (detail: Heard[Name]) => void,
  ): void =>
    document.addEventListener(`${prefix}${name}`, (event) =>
      listener((event as CustomEvent<Heard[Name]>).detail),
    );

  hear('expose', ({ name, shape }) => {
    Object.defineProperty(window, name, {
      value: built(shape),
      writable: false,
      configurable: false,
      enumerable: true,
    });
  });
  hear('result', ({ id, atOnce, value }) => {
    const asked = waiting.get(id);
    waiting.delete(id);
    if (atOnce) answeredAtOnce = { value: built(value) };
    else asked?.resolve(built(value));
  });
  hear('failure', ({ id, message }) => {
    waiting.get(id)?.reject(new Error(message));
    waiting.delete(id);
  });
  hear('callback', ({ callback, args, answer }) => {
    const tell = (detail: object): boolean =>
      document.dispatchEvent(new CustomEvent(`${prefix}answer`, { detail: { answer, ...detail } }));
    const answered = async (): Promise<unknown> => callbacks.get(callback)?.(...args);
    answered().then(
      (value) => tell({ value }),
      (error: unknown) => tell({ failure: String(error) }),
    );
  });
}
