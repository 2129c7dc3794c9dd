import { basename } from 'node:path';
import type { JobBody, JobFile, JobPart } from '../../../shared/contracts/worker-protocol.ts';
import { assertNever } from '../../../shared/lang/assert-never.ts';
import { checkFile } from './verified-file.ts';

/** How a person knows a part's file: an original by its path, the vault's copy by the name it is sent under. */
export const shownName = (part: JobPart & { kind: 'file' }): string =>
  part.file.unchangedSince === null ? basename(part.filename) : part.file.path;

/**
 * Looks at every file of the body before a connection is opened: there, readable, of the accepted size, and
 * unchanged where it is the caller's own. Fails with a BodyError.
 */
export async function checkFiles(body: JobBody): Promise<void> {
  for (const { file, shown } of filesOf(body)) await checkFile(file, shown);
}

function filesOf(body: JobBody): readonly { readonly file: JobFile; readonly shown: string }[] {
  switch (body.kind) {
    case 'none':
    case 'inline':
      return [];
    case 'file':
      return [{ file: body.file, shown: body.file.path }];
    case 'multipart':
      return body.parts.flatMap((part) =>
        part.kind === 'file' ? [{ file: part.file, shown: shownName(part) }] : [],
      );
    default:
      return assertNever(body);
  }
}
