import type { FormPart } from './forms.ts';
import type { SeenPart } from './seen-part.ts';

export const AS_SENT = '✓';

/** What is different in what a parser made of a form, in a few words; a tick where nothing is. */
export function differences(
  sent: readonly FormPart[],
  seen: readonly SeenPart[] | { readonly error: string },
): string {
  if (!('length' in seen)) return 'refused';
  if (seen.length === 0) return 'lost';
  if (seen.length !== sent.length) return missing(sent, seen);
  const inPlace = sent.map((part, at) => differencesOf(part, seen[at])).join('');
  if (inPlace === '') return AS_SENT;
  if (isSorted(sent, seen)) return 'fields, then files';
  return [...new Set(sent.flatMap((part, at) => differencesOf(part, seen[at])))].join(', ');
}

function missing(sent: readonly FormPart[], seen: readonly SeenPart[]): string {
  const [one] = seen;
  const at = sent.findIndex((part) => differencesOf(part, one).length === 0);
  if (seen.length === 1 && at === sent.length - 1) return 'only the last';
  return `${seen.length} of ${sent.length}`;
}

const isSorted = (sent: readonly FormPart[], seen: readonly SeenPart[]): boolean =>
  sent
    .toSorted((a, b) => Number(a.kind === 'file') - Number(b.kind === 'file'))
    .every((part, at) => differencesOf(part, seen[at]).length === 0);

function differencesOf(sent: FormPart, seen: SeenPart | undefined): readonly string[] {
  if (seen === undefined) return ['lost'];
  const found: string[] = [];
  if ((seen.name ?? '') !== sent.name) found.push(shown(seen.name));
  else if (seen.name === null) found.push('no name');
  if (sent.kind === 'field') {
    if (seen.filename !== null) found.push('a file');
    if (base64(Buffer.from(sent.value)) !== seen.base64) found.push('another value');
    return found;
  }
  if (seen.filename === null) found.push('a field');
  else if (seen.filename !== sent.filename) found.push(shown(seen.filename));
  if (seen.type !== null && seen.type !== sent.contentType) found.push(shown(seen.type));
  if (base64(sent.bytes) !== seen.base64) found.push('other bytes');
  return found;
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** As code in a cell of a table. */
const shown = (text: string | null): string =>
  text === null ? 'no name' : `\`${JSON.stringify(text).slice(1, -1).replaceAll('|', '\\|')}\``;
