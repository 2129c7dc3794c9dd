import { assertNever } from '../../../../shared/lang/assert-never.ts';
import { ok, type Result } from '../../../../shared/lang/result.ts';
import { type UsageError, usage } from '../cli-error.ts';
import { type FileArgument, fileArgument } from './file-argument.ts';

/** The options that make a body, as they were given. */
export type BodyOption = 'json' | 'text' | 'form' | 'field' | 'file' | 'body';

export interface BodyArgument {
  readonly option: BodyOption;
  readonly value: string;
}

/** A text on the command line, or the file that holds it. */
export type TextSource = { readonly text: string } | { readonly path: string };

/** What body is asked for; paths as given. */
export type BodyPlan =
  | { readonly kind: 'none' }
  | { readonly kind: 'json'; readonly from: TextSource }
  | { readonly kind: 'text'; readonly from: TextSource }
  | { readonly kind: 'form'; readonly fields: readonly (readonly [string, string])[] }
  | { readonly kind: 'multipart'; readonly parts: readonly PartPlan[] }
  | { readonly kind: 'file'; readonly path: string };

export type PartPlan =
  | { readonly field: { readonly name: string; readonly value: string } }
  | { readonly file: FileArgument };

/** The kind of body that an option is a part of; options of two kinds contradict each other. */
const KIND_OF = {
  json: 'json',
  text: 'text',
  form: 'form',
  field: 'multipart',
  file: 'multipart',
  body: 'file',
} as const satisfies Record<BodyOption, BodyPlan['kind']>;

/** Makes one plan of the body options, in the order of the command line. USAGE names what contradicts what. */
export function planBody(given: readonly BodyArgument[]): Result<BodyPlan, UsageError> {
  const [first] = given;
  if (first === undefined) return ok({ kind: 'none' });
  const kind = KIND_OF[first.option];
  const other = given.find((one) => KIND_OF[one.option] !== kind);
  if (other !== undefined) {
    return usage(`--${first.option} and --${other.option} are different bodies; give one of them`);
  }
  switch (kind) {
    case 'json':
    case 'text':
      return given.length > 1
        ? usage(`--${kind} can be given only once`)
        : ok({ kind, from: textSource(first.value) });
    case 'file':
      if (given.length > 1) return usage('--body can be given only once');
      return first.value.startsWith('@') && first.value.length > 1
        ? ok({ kind, path: first.value.slice(1) })
        : usage('--body takes @FILE, e.g. --body @raw.bin; for a text there is --text');
    case 'form':
      return planned(given, formField, (fields) => ({ kind, fields }));
    case 'multipart':
      return planned(given, part, (parts) => ({ kind, parts }));
    default:
      return assertNever(kind);
  }
}

const textSource = (value: string): TextSource =>
  value.startsWith('@') ? { path: value.slice(1) } : { text: value };

function planned<T>(
  given: readonly BodyArgument[],
  read: (argument: BodyArgument) => Result<T, UsageError>,
  plan: (all: readonly T[]) => BodyPlan,
): Result<BodyPlan, UsageError> {
  const all: T[] = [];
  for (const argument of given) {
    const one = read(argument);
    if (!one.ok) return one;
    all.push(one.value);
  }
  return ok(plan(all));
}

function formField(argument: BodyArgument): Result<readonly [string, string], UsageError> {
  const pair = nameAndValue(argument);
  return pair.ok ? ok([pair.value.name, pair.value.value]) : pair;
}

function part(argument: BodyArgument): Result<PartPlan, UsageError> {
  if (argument.option === 'file') {
    const file = fileArgument(argument.value);
    return file.ok ? ok({ file: file.value }) : file;
  }
  const field = nameAndValue(argument);
  return field.ok ? ok({ field: field.value }) : field;
}

function nameAndValue({
  option,
  value,
}: BodyArgument): Result<{ readonly name: string; readonly value: string }, UsageError> {
  const equals = value.indexOf('=');
  return equals < 0
    ? usage(`--${option} takes NAME=VALUE, not "${value}"`)
    : ok({ name: value.slice(0, equals), value: value.slice(equals + 1) });
}
