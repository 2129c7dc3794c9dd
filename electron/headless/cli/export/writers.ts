import type { OutboxError } from '../../../../shared/contracts/errors.ts';
import { harOf } from '../../../../shared/contracts/har.ts';
import { assertNever } from '../../../../shared/lang/assert-never.ts';
import { ok, type Result } from '../../../../shared/lang/result.ts';
import { errorSentence } from '../../../../shared/messages/error-sentences.ts';
import { printableLine } from '../../../../shared/messages/printable.ts';
import type { Item } from '../../../../shared/outbox/item.ts';
import type { Api } from '../../../api/api.ts';
import { SOURCE } from '../cli.ts';
import { CSV_HEAD, csvLine, jsonLine } from './formats.ts';

export const FORMATS = ['jsonl', 'csv', 'har', 'curl', 'powershell'] as const;

export type Format = (typeof FORMATS)[number];

/** What a format makes of items, and what stands around it. */
export interface Writer {
  readonly head: string;
  readonly tail: string;
  page(api: Api, items: readonly Item[]): Promise<Result<string, OutboxError>>;
}

export interface Wishes {
  readonly bodies: boolean;
  /** How often they were asked for. */
  readonly secrets: number;
  /** Of the app. */
  readonly version: string;
}

export function writerOf(format: Format, wishes: Wishes): Writer {
  const secrets = { secrets: wishes.secrets > 0, secretsConfirmed: wishes.secrets > 1 };
  switch (format) {
    case 'jsonl':
      return {
        head: '',
        tail: '',
        page: linesOf(async (api, { id }) => {
          const details = await api.call('get', { id }, SOURCE);
          return details.ok ? ok(jsonLine(details.value)) : details;
        }),
      };
    case 'csv':
      return {
        head: CSV_HEAD,
        tail: '',
        page: async (_, items) => ok(items.map(csvLine).join('')),
      };
    case 'har':
      return harWriter({ bodies: wishes.bodies, ...secrets }, wishes.version);
    case 'curl':
      return { ...AROUND_BASH, page: commands('bash', secrets) };
    case 'powershell':
      return { ...AROUND_POWERSHELL, page: commands('powershell', secrets) };
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

/** Somebody may have removed an item meanwhile; every other error ends the export. */
const linesOf =
  (lineOf: (api: Api, item: Item) => Promise<Result<string, OutboxError>>): Writer['page'] =>
  async (api, items) => {
    const lines: string[] = [];
    for (const item of items) {
      const line = await lineOf(api, item);
      if (line.ok) lines.push(line.value);
      else if (line.error.code !== 'ITEM_NOT_FOUND') return line;
    }
    return ok(lines.join(''));
  };

/** One archive of all items, though each is asked for by itself. */
function harWriter(
  wishes: {
    readonly bodies: boolean;
    readonly secrets: boolean;
    readonly secretsConfirmed: boolean;
  },
  version: string,
): Writer {
  const [head = '', tail = ''] = JSON.stringify(harOf([], version)).split('[]');
  let written = 0;
  return {
    head: `${head}[`,
    tail: `\n]${tail}\n`,
    page: async (api, items) => {
      const entries: string[] = [];
      const lines = linesOf(async (_, { id }) => {
        const har = await api.call('har', { id, ...wishes }, SOURCE);
        if (!har.ok) return har;
        entries.push(...har.value.log.entries.map((entry) => JSON.stringify(entry)));
        return ok('');
      });
      const all = await lines(api, items);
      if (!all.ok) return all;
      const text = entries.map((entry, at) => `${written + at === 0 ? '\n' : ',\n'}${entry}`);
      written += entries.length;
      return ok(text.join(''));
    },
  };
}

const commands = (
  shell: 'bash' | 'powershell',
  secrets: { readonly secrets: boolean; readonly secretsConfirmed: boolean },
): Writer['page'] =>
  linesOf(async (api, { id, method, state }) => {
    const command = await api.call('curl', { id, shell, ...secrets }, SOURCE);
    const title = `\n# ${id}: ${method}, ${state}\n`;
    if (command.ok) return ok(`${title}${command.value.text}`);
    return command.error.code === 'BODY_NOT_KEPT'
      ? ok(`${title}# ${printableLine(errorSentence(command.error))}\n`)
      : command;
  });
