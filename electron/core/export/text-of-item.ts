import { harOf } from '../../../shared/contracts/har.ts';
import { assertNever } from '../../../shared/lang/assert-never.ts';
import { errorSentence } from '../../../shared/messages/error-sentences.ts';
import { printableLine } from '../../../shared/messages/printable.ts';
import type { ExportFormat } from '../../../shared/outbox/export-format.ts';
import type { Item } from '../../../shared/outbox/item.ts';
import type { Vault } from '../ports/vault.ts';
import { curlCommand, type Shell } from './curl.ts';
import { type HarDeps, type HarWish, harEntries } from './har.ts';
import { CSV_HEAD, csvLine, jsonLine } from './item-lines.ts';

export interface ExportDeps extends HarDeps {
  readonly vault: Pick<Vault, 'readRange' | 'pathOf'>;
  /** Of the app. */
  readonly version: string;
}

export interface ExportWish extends HarWish {
  readonly format: ExportFormat;
}

/** What stands before the first item, after the last, and between the pieces of two. */
export interface Frame {
  readonly head: string;
  readonly tail: string;
  readonly between: string;
}

export function frameOf(format: ExportFormat, version: string): Frame {
  switch (format) {
    case 'jsonl':
      return { head: '', tail: '', between: '' };
    case 'csv':
      return { head: CSV_HEAD, tail: '', between: '' };
    case 'har': {
      const [head = '', tail = ''] = JSON.stringify(harOf([], version)).split('[]');
      return { head: `${head}[\n`, tail: `\n]${tail}\n`, between: ',\n' };
    }
    case 'curl':
      return { ...AROUND_BASH, between: '' };
    case 'powershell':
      return { ...AROUND_POWERSHELL, between: '' };
    default:
      return assertNever(format);
  }
}

/** Goes on after a command that failed, and ends with 1 all the same. */
const AROUND_BASH = {
  head: '#!/usr/bin/env bash\nset -o pipefail\nfailed=0\ntrap failed=1 ERR\n',
  tail: '\nexit "$failed"\n',
};

const AROUND_POWERSHELL = { head: '$failed = $false\n', tail: '\nif ($failed) { exit 1 }\n' };

/** What the format makes of an item: nothing in an archive for one without attempts, or one entry for each of them. */
export async function piecesOf(
  deps: ExportDeps,
  item: Item,
  wish: ExportWish,
): Promise<readonly string[]> {
  switch (wish.format) {
    case 'jsonl':
      return [jsonLine(item, deps.read.attempts(item.id))];
    case 'csv':
      return [csvLine(item)];
    case 'har':
      return (await harEntries(deps, item, wish)).map((entry) => JSON.stringify(entry));
    case 'curl':
      return [titledCommand(deps, item, 'bash', wish.secrets)];
    case 'powershell':
      return [titledCommand(deps, item, 'powershell', wish.secrets)];
    default:
      return assertNever(wish.format);
  }
}

/** For a request that is not kept any more the reason stands there as a comment. */
function titledCommand(deps: ExportDeps, item: Item, shell: Shell, secrets: boolean): string {
  const command = curlCommand(deps, item, { shell, secrets });
  const text = command.ok ? command.value : `# ${printableLine(errorSentence(command.error))}\n`;
  return `\n# ${item.id}: ${item.method}, ${item.state}\n${text}`;
}
