// What Node, Electron and browsers all have, and the language's own library does not declare. `shared`
// and `core` are compiled with this and nothing else, so that anything that needs a clock, a socket or a
// file does not even type-check there. Add a name only if it exists in all three and has no effects.

declare class URLSearchParams {
  constructor(init?: string | Record<string, string> | readonly (readonly [string, string])[]);
  append(name: string, value: string): void;
  get(name: string): string | null;
  getAll(name: string): string[];
  has(name: string): boolean;
  set(name: string, value: string): void;
  entries(): IterableIterator<[string, string]>;
  toString(): string;
  [Symbol.iterator](): IterableIterator<[string, string]>;
}

declare class URL {
  constructor(url: string, base?: string | URL);
  static canParse(url: string, base?: string): boolean;
  static parse(url: string, base?: string): URL | null;
  hash: string;
  host: string;
  hostname: string;
  href: string;
  readonly origin: string;
  password: string;
  pathname: string;
  port: string;
  protocol: string;
  search: string;
  readonly searchParams: URLSearchParams;
  username: string;
  toString(): string;
}

declare class TextEncoder {
  encode(text?: string): Uint8Array<ArrayBuffer>;
}

declare class TextDecoder {
  constructor(
    encoding?: string,
    options?: { readonly fatal?: boolean; readonly ignoreBOM?: boolean },
  );
  decode(bytes?: Uint8Array, options?: { readonly stream?: boolean }): string;
}

interface AbortSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
  addEventListener(
    type: 'abort',
    listener: () => void,
    options?: { readonly once?: boolean },
  ): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

declare class AbortController {
  readonly signal: AbortSignal;
  abort(reason?: unknown): void;
}

/** Characters are bytes. */
declare function btoa(binary: string): string;

declare function structuredClone<T>(value: T): T;

/** Node has it from version 23.8 on. */
declare class URLPattern {
  constructor(
    pattern:
      | string
      | { readonly protocol: string; readonly hostname: string; readonly port: string },
  );
  readonly protocol: string;
  readonly hostname: string;
  readonly port: string;
  test(url: string): boolean;
}
