import { createHash, timingSafeEqual } from 'node:crypto';

export interface SessionDeps {
  /** Milliseconds of a clock that nobody turns back. */
  readonly elapsed: () => number;
  /** A text that cannot be guessed, of characters that a URL takes as they are. */
  readonly newSecret: () => string;
}

/** Who may use the page. Codes and tokens are known by their hashes only. */
export interface Sessions {
  /** A code that opens one session, within a minute. */
  newCode(): string;
  /** The token that a code stands for, once; null for any other text. */
  exchange(code: string): string | null;
  isToken(text: string): boolean;
}

const CODE_MS = 60_000;

/** The oldest goes when there are more: nobody has so many pages open. */
const MOST_CODES = 16;
const MOST_TOKENS = 256;

export function createSessions({ elapsed, newSecret }: SessionDeps): Sessions {
  let codes: readonly { readonly hash: Buffer; readonly until: number }[] = [];
  let tokens: readonly Buffer[] = [];
  return {
    newCode() {
      const code = newSecret();
      const made = { hash: hashOf(code), until: elapsed() + CODE_MS };
      codes = [...codes, made].slice(-MOST_CODES);
      return code;
    },
    exchange(code) {
      const hash = hashOf(code);
      const valid = codes.filter((one) => elapsed() < one.until);
      codes = valid.filter((one) => !timingSafeEqual(one.hash, hash));
      if (codes.length === valid.length) return null;
      const token = newSecret();
      tokens = [...tokens, hashOf(token)].slice(-MOST_TOKENS);
      return token;
    },
    isToken(text) {
      const hash = hashOf(text);
      // All of them, so that the time does not tell which one it was.
      return tokens.filter((one) => timingSafeEqual(one, hash)).length > 0;
    },
  };
}

/** Of equal length whatever the text, as the comparison wants it. */
const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();
