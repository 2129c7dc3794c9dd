import type { Command } from 'commander';
import { type Cli, SOURCE } from '../cli.ts';
import { usage } from '../cli-error.ts';
import { defineCommand } from '../command-line.ts';
import { helpText } from './bulk-commands.ts';
import { carryOut } from './carry-out.ts';
import { type SelectionOptions, selectionOf, selectionOptions } from './selection.ts';

interface ResolveOptions extends SelectionOptions {
  readonly arrived?: true;
  readonly didNotArrive?: true;
  readonly check?: true;
}

const MEANT = ['unconfirmed'] as const;

export function register(program: Command, cli: Cli): void {
  const command = selectionOptions(
    program
      .command('resolve')
      .description('say what became of items that may have arrived')
      .argument('[ids...]', 'items by their ids'),
  )
    .option('--arrived', 'they did: they count as delivered')
    .option('--did-not-arrive', 'they did not: they are sent again')
    .option('--check', 'ask the server, where the account says how ("verify")')
    .addHelpText(
      'after',
      helpText('resolve', MEANT, 'outtray resolve --all --did-not-arrive').replace(
        '7c1e\n',
        '7c1e --arrived\n',
      ),
    );
  defineCommand<ResolveOptions>(command, cli, async ({ args, options, home, json }) => {
    const said = [
      ...(options.arrived === true ? [true] : []),
      ...(options.didNotArrive === true ? [false] : []),
      ...(options.check === true ? ['check' as const] : []),
    ];
    const [arrived] = said;
    if (arrived === undefined || said.length > 1) {
      return usage('say what became of them: --arrived, --did-not-arrive or --check');
    }
    const items = selectionOf(args, options, MEANT);
    if (!items.ok) return items;
    return carryOut({ cli, home, json, items: items.value }, (api, selected) =>
      api.call('resolve', { items: selected, arrived }, SOURCE),
    );
  });
}
