import { resolve } from 'node:path';
import type { Command } from 'commander';
import { ok } from '../../../../shared/lang/result.ts';
import { stateWords } from '../../../../shared/messages/short-reasons.ts';
import { type Cli, SOURCE } from '../cli.ts';
import { usage } from '../cli-error.ts';
import { defineCommand } from '../command-line.ts';
import { EXIT } from '../exit-codes.ts';
import { withQueue } from '../using-queue.ts';
import { whileReading } from './while-reading.ts';

interface LocateOptions {
  readonly part?: string;
  readonly newVersion?: true;
}

export function register(program: Command, cli: Cli): void {
  const command = program
    .command('locate')
    .description('say where a file of an item is now, and let the item go again')
    .argument('<id>')
    .argument('<file>')
    .option(
      '--part <number>',
      'which part of its form, counted from 1; else its only file, or the first that the item misses',
    )
    .option('--new-version', 'send it although it is not the file that was accepted')
    .addHelpText(
      'after',
      `
The file that was accepted is known by its SHA-256: the item stays the same request with it. Another one is refused,
unless it is a new version.
Exit codes: 0 done, 2 not right, or the item cannot be edited, 4 no such item, 130 or 143 ended by
SIGINT or SIGTERM, and nothing was changed.
As JSON: {"item":{…}} as in "list".

Examples:
  outtray locate 0199…-7c1e /media/card/scan.bin
  outtray locate 0199…-7c1e photo.jpg --part 2 --new-version`,
    );
  defineCommand<LocateOptions>(command, cli, async ({ args, options, home, json }) => {
    const { part } = options;
    if (part !== undefined && !/^[1-9]\d{0,5}$/.test(part))
      return usage(`--part takes the number of a part, from 1, not "${part}"`);
    const [id = '', file = ''] = args;
    const input = {
      id,
      file: { path: resolve(cli.cwd, file) },
      ...(part === undefined ? {} : { part: Number(part) - 1 }),
      ...(options.newVersion === true ? { newVersion: true } : {}),
    };
    return whileReading(cli, json, (aside) =>
      withQueue(cli, home, async (api) => {
        const located = await api.call('locateFile', input, SOURCE, aside);
        if (!located.ok) return located;
        const { item } = located.value;
        if (json) cli.out(`${JSON.stringify({ item })}\n`);
        else cli.out(`${item.id}  ${stateWords(item, cli.now())}, revision ${item.revision}\n`);
        return ok(EXIT.done);
      }),
    );
  });
}
