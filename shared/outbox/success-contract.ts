/** What an answer must be to be taken for "the right server said yes" (G6). What is null asks for nothing. */
export interface SuccessContract {
  /** Inclusive ranges of accepted statuses. */
  readonly accept: readonly (readonly [from: number, to: number])[];
  /** A web page is a plausible answer. */
  readonly allowHtml: boolean;
  /** A media type without parameters, like `application/json`. */
  readonly contentType: string | null;
  readonly header: { readonly name: string; readonly value: string | null } | null;
  /** JSON pointer (RFC 6901) to something that must be there; null as `equals`: whatever it is. */
  readonly json: {
    readonly pointer: string;
    readonly equals: string | number | boolean | null;
  } | null;
  /** JSON pointer to what the server calls what it accepted; an answer without it is success all the same. */
  readonly receipt: string | null;
}

/** The contract of an account, and those of some of its URLs; the first pattern (WHATWG URLPattern) that fits counts. */
export interface AccountContract extends SuccessContract {
  readonly perUrl: readonly (SuccessContract & { readonly url: string })[];
}

/** Whether any status can be a yes: a redirect never is. */
export const canBeKept = ({ accept }: Pick<SuccessContract, 'accept'>): boolean =>
  accept.some(([from, to]) => from < 300 || to > 399);

export const DEFAULT_CONTRACT: SuccessContract = {
  accept: [[200, 299]],
  allowHtml: false,
  contentType: null,
  header: null,
  json: null,
  receipt: null,
};

export function contractFor(contract: AccountContract | null, url: string): SuccessContract {
  if (contract === null) return DEFAULT_CONTRACT;
  const { perUrl, ...ofAll } = contract;
  const found = perUrl.find((one) => new URLPattern(one.url).test(url));
  if (found === undefined) return ofAll;
  const { url: _, ...ofUrl } = found;
  return ofUrl;
}
