import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { PickedFile, PickOptions } from '../../../shared/contracts/app-bridge.ts';
import type { OutboxError } from '../../../shared/contracts/errors.ts';
import { ok, type Result } from '../../../shared/lang/result.ts';
import type { CallerFiles } from '../../core/apps/file-capabilities.ts';

/** Lets a person choose files for the page in these contents, which learns their names and gets tokens. */
export type Choose<Contents> = (
  contents: Contents,
  files: Pick<CallerFiles, 'offer'>,
  options: PickOptions,
  gone: AbortSignal,
) => Promise<Result<readonly PickedFile[], OutboxError>>;

/** Shows the system's dialog above the window of these contents: the paths that were chosen. */
export type ShowDialog<Contents> = (
  contents: Contents,
  options: PickOptions,
) => Promise<readonly string[]>;

/** One dialog at a time in each window: a page that asks again meanwhile gets nothing. */
export function chooseBy<Contents extends object>(show: ShowDialog<Contents>): Choose<Contents> {
  const open = new WeakSet<Contents>();
  return async (contents, files, options, gone) => {
    if (open.has(contents)) return ok([]);
    open.add(contents);
    try {
      const found = await Promise.all((await show(contents, options)).map(regularFile));
      // Whoever asked is not there any more: a page that came since did not.
      if (gone.aborted) return ok([]);
      return ok(
        found
          .filter((file) => file !== null)
          .map(({ path, size }) => {
            const filename = basename(path);
            return { upload: files.offer({ path, filename }), filename, size };
          }),
      );
    } finally {
      open.delete(contents);
    }
  };
}

async function regularFile(path: string): Promise<{ path: string; size: number } | null> {
  const facts = await stat(path).catch(() => null);
  return facts?.isFile() === true ? { path, size: facts.size } : null;
}
