import type { Command } from 'commander';
import { ITEM_STATES, isOpen } from '../../../../shared/outbox/item.ts';
import { type Cli, SOURCE } from '../cli.ts';
import { usage } from '../cli-error.ts';
import { defineCommand } from '../command-line.ts';
import { priorityOf } from '../item-filter.ts';
import { helpText } from './bulk-commands.ts';
import { carryOut } from './carry-out.ts';
import { type SelectionOptions, selectionOf, selectionOptions } from './selection.ts';

const MEANT = ITEM_STATES.filter(isOpen);

export function register(program: Command, cli: Cli): void {
  const command = selectionOptions(
    program
      .command('priority')
      .usage('[options] [ids...] <priority>')
      .description('send items earlier or later: low, normal, high or urgent (or 1 to 4)')
      .argument('<ids-and-priority...>', 'items by their ids, the new priority last'),
  ).addHelpText(
    'after',
    helpText('priority', MEANT, 'outtray priority high --origin https://api.example'),
  );
  defineCommand<SelectionOptions>(command, cli, async ({ args, options, home, json }) => {
    const ids = args.slice(0, -1);
    const priority = priorityOf(args.at(-1) ?? '');
    if (!priority.ok) {
      return ids.length === 0
        ? usage('name the priority last: outtray priority 0199…-7c1e urgent')
        : priority;
    }
    const items = selectionOf(ids, options, MEANT);
    if (!items.ok) return items;
    return carryOut({ cli, home, json, items: items.value }, (api, selected) =>
      api.call('setPriority', { items: selected, priority: priority.value }, SOURCE),
    );
  });
}
