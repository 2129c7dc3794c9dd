import { Command, CommanderError } from 'commander';
import { outboxError } from '../../../shared/contracts/errors.ts';
import { err } from '../../../shared/lang/result.ts';
import { register as account } from './account/command.ts';
import { register as bulk } from './act/bulk-commands.ts';
import { register as duplicate } from './act/duplicate.ts';
import { register as edit } from './act/edit.ts';
import { register as locate } from './act/locate.ts';
import { register as pause } from './act/pause.ts';
import { register as priority } from './act/priority.ts';
import { register as resolve } from './act/resolve.ts';
import { register as undo } from './act/undo.ts';
import { register as add } from './add/command.ts';
import type { Cli } from './cli.ts';
import { usage } from './cli-error.ts';
import { wantsJson } from './command-line.ts';
import { register as demo } from './demo/command.ts';
import { register as doctor } from './doctor/command.ts';
import { register as explain } from './explain.ts';
import { register as exportItems } from './export.ts';
import { register as list } from './list.ts';
import { register as practice } from './practice.ts';
import { register as proxy } from './proxy/command.ts';
import { register as serve } from './serve.ts';
import { register as settings } from './settings/command.ts';
import { register as show } from './show.ts';
import { register as status } from './status.ts';
import { register as sync } from './sync.ts';

/** Help and the version are answers; commander ends them with an exception all the same. */
const ANSWERS: readonly string[] = [
  'commander.help',
  'commander.helpDisplayed',
  'commander.version',
];

export type Commands = readonly ((program: Command, cli: Cli) => void)[];

/** In the order of the help. */
export const EVERY_COMMAND: Commands = [
  add,
  list,
  show,
  status,
  explain,
  sync,
  serve,
  bulk,
  priority,
  resolve,
  undo,
  edit,
  locate,
  duplicate,
  pause,
  account,
  proxy,
  settings,
  exportItems,
  doctor,
  practice,
  demo,
];

/** They are a host, or start a process of their own: for that there must be a Node to run in. */
const NEED_NODE = new Map([
  [serve, 'serve'],
  [practice, 'practice'],
  [demo, 'demo'],
]);

/** Those of a process that is no Node for others: the same, but for a refusal in the place of what needs one. */
export const CLIENT_COMMANDS: Commands = EVERY_COMMAND.map((command) => {
  const name = NEED_NODE.get(command);
  return name === undefined ? command : refusing(name);
});

/** Whatever comes behind its name, and not in the help. */
function refusing(name: string): (program: Command, cli: Cli) => void {
  return (program, cli) => {
    const command = program
      .command(name, { hidden: true })
      .helpOption(false)
      .allowUnknownOption()
      .allowExcessArguments()
      .action(() =>
        cli.finish(
          err(outboxError('COMMAND_NEEDS_NODE', { command: name })),
          wantsJson([name, ...command.args]),
        ),
      );
  };
}

/** The commands, ready to read a command line. */
export function createProgram(cli: Cli, commands: Commands = EVERY_COMMAND): Command {
  const program = new Command('outtray')
    .description('An offline-first HTTP outbox: what you add is kept safe and sent when it can be.')
    .version(cli.version)
    .configureOutput({ writeOut: cli.out, writeErr: () => {}, getOutHelpWidth: () => 100 })
    .showSuggestionAfterError(true)
    .exitOverride();
  for (const register of commands) register(program, cli);
  return program.addHelpText(
    'after',
    `\nExample:\n  outtray add POST https://api.example/reports --json '{"a":1}'`,
  );
}

/** Reads the command line and does what it says; the outcome goes to `cli.finish`. */
export async function runProgram(
  cli: Cli,
  argv: readonly string[],
  commands: Commands = EVERY_COMMAND,
): Promise<void> {
  if (argv.length === 0) {
    cli.finish(usage('name a command; "outtray --help" lists them'), false);
    return;
  }
  try {
    await createProgram(cli, commands).parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (ANSWERS.includes(error.code)) return;
    const sentence = error.message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ');
    cli.finish(usage(sentence), wantsJson(argv));
  }
}
