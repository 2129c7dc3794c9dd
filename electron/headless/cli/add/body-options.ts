import { type Command, Option } from 'commander';
import type { OutboxError } from '../../../../shared/contracts/errors.ts';
import type { BodyInput } from '../../../../shared/contracts/request-input.ts';
import type { Result } from '../../../../shared/lang/result.ts';
import { type UsageError, usage } from '../cli-error.ts';
import { type BodyArgument, type BodyOption, planBody } from './body-arguments.ts';
import { makeBody } from './make-body.ts';

/** The options beside the body's own, as commander reads them. */
export interface BodyOptions {
  readonly contentType?: string;
  readonly byReference?: true;
}

/** Defines the options that make a body; what is given is collected in the order of the command line. */
export function bodyOptions(command: Command): readonly BodyArgument[] {
  const given: BodyArgument[] = [];
  const body = (option: BodyOption, flags: string, description: string): Option =>
    new Option(flags, description).argParser((value: string) => {
      given.push({ option, value });
      return value;
    });
  command
    .addOption(body('json', '--json <text|@file>', 'a JSON body, sent exactly as given'))
    .addOption(body('field', '--field <name=value>', 'a field of a multipart body, repeatable'))
    .addOption(
      body('file', '--file <name=@path>', 'a file of a multipart body, repeatable, in this order'),
    )
    .addOption(body('form', '--form <name=value>', 'a field of an urlencoded form, repeatable'))
    .addOption(body('text', '--text <text|@file>', 'a text as the body'))
    .addOption(body('body', '--body <@file>', 'a file as the body, byte by byte'))
    .option('--content-type <type>', 'the media type of --body or --text')
    .option('--by-reference', 'do not copy the files; they must stay as they are until delivered');
  return given;
}

/** The body that was asked for, as the API takes it; none is a body too. */
export async function bodyOf(
  given: readonly BodyArgument[],
  options: BodyOptions,
  cwd: string,
): Promise<Result<BodyInput, OutboxError | UsageError>> {
  const plan = planBody(given);
  if (!plan.ok) return plan;
  if (options.contentType !== undefined && !['file', 'text'].includes(plan.value.kind)) {
    return usage('--content-type goes with --body or --text; a part has ;type=, others a --header');
  }
  return makeBody(plan.value, {
    cwd,
    byReference: options.byReference === true,
    contentType: options.contentType,
  });
}
