import type { WireRequest } from './wire-request.ts';

export type CurlOption = readonly [name: string, value: string | null];

/** Everything but the body, as long options of curl (without the dashes). */
export function curlOptions({ method, url, headers, without }: WireRequest): readonly CurlOption[] {
  return [
    // `--request HEAD` would wait for a body that never comes.
    method === 'HEAD' ? ['head', null] : ['request', method],
    ['url', url],
    ...(/[[\]{}]/.test(url) ? [['globoff', null] as const] : []),
    ...(url.startsWith('https:') ? [['http1.1', null] as const] : []),
    // `Name:` takes a header away, `Name;` sends an empty one.
    ...headers.map(
      ([name, value]) => ['header', value === '' ? `${name};` : `${name}: ${value}`] as const,
    ),
    ...without.map((name) => ['header', `${name}:`] as const),
  ];
}

/** Text that shows what it is: no control characters but line ends and tabs, none that turn the writing direction. */
export const isPlain = (text: string): boolean => !HIDDEN.test(text);

// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const HIDDEN = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;

/** curl takes a value that begins with it for the name of a file. */
export const FILE_MARK = '@';
