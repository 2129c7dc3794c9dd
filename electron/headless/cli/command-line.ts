import { type Command, Option } from 'commander';
import { ok, type Result } from '../../../shared/lang/result.ts';
import { homeFolder } from '../../host/home-folder.ts';
import type { Cli } from './cli.ts';
import { type CommandResult, type UsageError, usage } from './cli-error.ts';

export interface Invocation<Options> {
  readonly args: readonly string[];
  readonly options: Options;
  /** Absolute path of the profile folder. */
  readonly home: string;
  /** The answer is to be JSON. */
  readonly json: boolean;
}

interface CommonOptions {
  readonly home?: string;
  readonly json?: unknown;
  readonly output?: 'text' | 'json';
}

/** Their `--json` takes a body; an answer as JSON is asked for with `--output json`. */
const BODY_COMMANDS: readonly string[] = ['add', 'edit'];

/** The options that every command has, and what it does. A command may have a `--json` of its own. */
export function defineCommand<Options>(
  command: Command,
  cli: Cli,
  run: (invocation: Invocation<Options>) => Promise<CommandResult>,
): void {
  command.option('--home <folder>', 'the profile folder (or OUTTRAY_HOME)');
  const takesBody = command.options.some((option) => option.long === '--json');
  if (!takesBody) command.option('--json', 'answer as JSON');
  command.addOption(new Option('--output <format>', 'how to answer').choices(['text', 'json']));
  command.action(async () => {
    const options = command.opts<CommonOptions>();
    const json = options.output === 'json' || options.json === true;
    const result = await run({
      args: command.processedArgs.flat().filter((arg): arg is string => typeof arg === 'string'),
      options: command.opts() as Options,
      home: homeFolder(options.home, cli),
      json,
    });
    cli.finish(result, json);
  });
}

/** Whether an error in the command line itself is to be told as JSON; found without understanding the line. */
export function wantsJson(argv: readonly string[]): boolean {
  const words = argv.slice(0, argv.includes('--') ? argv.indexOf('--') : argv.length);
  const format = words.indexOf('--output');
  return (
    words.includes('--output=json') ||
    (format >= 0 && words[format + 1] === 'json') ||
    (words.includes('--json') && !BODY_COMMANDS.includes(words[0] ?? ''))
  );
}

/** The value of a repeatable option, in the order given. */
export const collect = (value: string, earlier: readonly string[] = []): readonly string[] => [
  ...earlier,
  value,
];

/** USAGE unless `text` is a whole number from `min` to `max`. */
export function wholeNumber(
  option: string,
  text: string,
  min: number,
  max: number,
): Result<number, UsageError> {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  return value >= min && value <= max
    ? ok(value)
    : usage(`${option} takes a whole number from ${min} to ${max}, not "${text}"`);
}

/** USAGE unless `text` is a positive number of seconds; milliseconds out. */
export function seconds(option: string, text: string): Result<number, UsageError> {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Number.NaN;
  return value > 0 && value < 2 ** 31
    ? ok(value)
    : usage(`${option} takes a number of seconds above 0, not "${text}"`);
}
