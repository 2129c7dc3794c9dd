import { resolve } from 'node:path';
import type { OutboxError } from '../../../../shared/contracts/errors.ts';
import type {
  BodyInput,
  FileInput,
  PartInput,
} from '../../../../shared/contracts/request-input.ts';
import { assertNever } from '../../../../shared/lang/assert-never.ts';
import { ok, type Result } from '../../../../shared/lang/result.ts';
import type { BodyPlan, PartPlan, TextSource } from './body-arguments.ts';
import { readText } from './read-text.ts';

export interface BodySettings {
  readonly cwd: string;
  readonly byReference: boolean;
  readonly contentType: string | undefined;
}

/** The body as the API takes it: texts read, paths absolute. */
export async function makeBody(
  plan: BodyPlan,
  settings: BodySettings,
): Promise<Result<BodyInput, OutboxError>> {
  const type = settings.contentType === undefined ? {} : { contentType: settings.contentType };
  switch (plan.kind) {
    case 'none':
      return ok({ kind: 'none' });
    case 'json': {
      const text = await textOf(plan.from, settings.cwd);
      return text.ok ? ok({ kind: 'json', text: text.value }) : text;
    }
    case 'text': {
      const text = await textOf(plan.from, settings.cwd);
      return text.ok ? ok({ kind: 'text', text: text.value, ...type }) : text;
    }
    case 'form':
      return ok({ kind: 'form', fields: plan.fields.map(([name, value]) => [name, value]) });
    case 'multipart':
      return ok({ kind: 'multipart', parts: plan.parts.map((part) => partInput(part, settings)) });
    case 'file':
      return ok({ kind: 'file', file: fileInput(plan.path, settings), ...type });
    default:
      return assertNever(plan);
  }
}

const textOf = async (from: TextSource, cwd: string): Promise<Result<string, OutboxError>> =>
  'text' in from ? ok(from.text) : readText(from.path, cwd);

function partInput(part: PartPlan, settings: BodySettings): PartInput {
  if ('field' in part) return part.field;
  const { path, ...rest } = part.file;
  return { ...rest, file: fileInput(path, settings) };
}

const fileInput = (path: string, { cwd, byReference }: BodySettings): FileInput => ({
  path: resolve(cwd, path),
  ...(byReference ? { byReference } : {}),
});
