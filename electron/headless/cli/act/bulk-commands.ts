import type { Command } from 'commander';
import type { BulkResult } from '../../../../shared/contracts/bulk-result.ts';
import type { Result } from '../../../../shared/lang/result.ts';
import { ITEM_STATES, type ItemState, isOpen } from '../../../../shared/outbox/item.ts';
import type { Api } from '../../../api/api.ts';
import { type Cli, SOURCE } from '../cli.ts';
import type { CliError } from '../cli-error.ts';
import { defineCommand } from '../command-line.ts';
import { carryOut } from './carry-out.ts';
import {
  type Selection,
  type SelectionOptions,
  selectionOf,
  selectionOptions,
} from './selection.ts';

interface BulkCommand {
  readonly name: 'retry' | 'hold' | 'release' | 'cancel' | 'remove';
  readonly description: string;
  readonly meant: readonly ItemState[];
  readonly example: string;
}

const COMMANDS: readonly BulkCommand[] = [
  {
    name: 'retry',
    description: 'send items again that need you, are unconfirmed or wait for their next try',
    meant: ['attention', 'unconfirmed', 'waiting'],
    example: 'outtray retry --state attention --origin https://api.example',
  },
  {
    name: 'hold',
    description: 'keep items back; one that is being sent may still end by being delivered',
    meant: ITEM_STATES.filter((state) => isOpen(state) && state !== 'held'),
    example: 'outtray hold --priority low',
  },
  {
    name: 'release',
    description: 'let items go that were on hold',
    meant: ['held'],
    example: 'outtray release --all',
  },
  {
    name: 'cancel',
    description: 'do not send items any more; they stay in the list',
    meant: ITEM_STATES.filter(isOpen),
    example: 'outtray cancel --ref case-17',
  },
  {
    name: 'remove',
    description: 'take items out of the list with their files and answers, also undelivered ones',
    meant: ITEM_STATES.filter((state) => state !== 'sending'),
    example: 'outtray remove --state delivered,cancelled',
  },
];

interface Options extends SelectionOptions {
  readonly force?: true;
}

/** `retry hold release cancel remove`. */
export function register(program: Command, cli: Cli): void {
  for (const { name, description, meant, example } of COMMANDS) {
    const command = selectionOptions(
      program.command(name).description(description).argument('[ids...]', 'items by their ids'),
    );
    if (name === 'retry') {
      command.option('--force', 'also where the server asked for time before the next try');
    }
    command.addHelpText('after', helpText(name, meant, example));
    defineCommand<Options>(command, cli, async ({ args, options, home, json }) => {
      const items = selectionOf(args, options, meant);
      if (!items.ok) return items;
      return carryOut({ cli, home, json, items: items.value }, (api, selected) =>
        callOf(api, name, selected, options.force === true),
      );
    });
  }
}

function callOf(
  api: Api,
  name: BulkCommand['name'],
  items: Selection,
  force: boolean,
): Promise<Result<BulkResult, CliError>> {
  return name === 'retry'
    ? api.call('retry', { items, force }, SOURCE)
    : api.call(name, { items }, SOURCE);
}

/** What every command on many items says about itself. */
export const helpText = (name: string, meant: readonly ItemState[], example: string): string => `
Without --state, a filter or --all means items that are ${meant.join(', ')}.
Exit codes: 0 done, 2 not right or refused, 4 no such item; refusals count only for items named by id.
As JSON: {"done","refused","refusals":[{"id","code","state","message"}],"undo":{"token","until"}|null}, the first
hundred refusals.

Examples:
  outtray ${name} 0199…-7c1e${name === 'priority' ? ' urgent' : ''}
  ${example}`;
