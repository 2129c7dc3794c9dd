import { readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { type OutboxError, outboxError } from '../../../shared/contracts/errors.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import type { FileRange, ReadableFile, Vault } from '../../core/ports/vault.ts';
import { sourceFailure } from './failures.ts';
import { isVaultName } from './layout.ts';
import { isUnchanged, openSource, type SourceFile } from './source-file.ts';

/** Where a vault file of this profile folder is; never outside the vault, whatever the name says. */
export const vaultPath =
  (folder: string) =>
  (file: string): string =>
    join(folder, 'vault', isVaultName(file) ? file : 'not-a-vault-name');

/** Reads stored files also while another process owns the vault. */
export function vaultReader(folder: string): Pick<Vault, 'readRange' | 'readNow' | 'pathOf'> {
  const pathOf = vaultPath(folder);
  return {
    pathOf,
    readNow(file) {
      try {
        return readFileSync(pathOf(file));
      } catch {
        return null;
      }
    },
    readRange: (file, offset, length) =>
      file.kind === 'vault'
        ? rangeOfCopy(pathOf(file.file), offset, length)
        : rangeOfOriginal(file, offset, length),
  };
}

async function rangeOfCopy(
  path: string,
  offset: number,
  length: number,
): Promise<Result<FileRange, OutboxError>> {
  try {
    const handle = await open(path, 'r');
    try {
      return ok(await rangeOf(handle, (await handle.stat()).size, offset, length));
    } finally {
      await handle.close();
    }
  } catch (error) {
    return err(sourceFailure(error, path));
  }
}

type Original = Extract<ReadableFile, { readonly kind: 'reference' }>;

/** Its owner may write to it at any time: what was read counts only if nothing changed by then. */
async function rangeOfOriginal(
  file: Original,
  offset: number,
  length: number,
): Promise<Result<FileRange, OutboxError>> {
  const { path } = file;
  const opened = await openSource(path);
  if (!opened.ok) return opened;
  const source = opened.value;
  try {
    const range = await rangeOf(source.handle, file.size, offset, length);
    return isAsRecorded(source, file) && (await isUnchanged(source))
      ? ok(range)
      : err(outboxError('FILE_CHANGED', { path, since: 'accepted' }));
  } catch (error) {
    return err(sourceFailure(error, path));
  } finally {
    await source.handle.close();
  }
}

const isAsRecorded = ({ stats }: SourceFile, { size, mtimeMs, inode }: Original): boolean =>
  stats.size === size && stats.mtimeMs === mtimeMs && stats.ino === inode;

async function rangeOf(
  handle: SourceFile['handle'],
  size: number,
  offset: number,
  length: number,
): Promise<FileRange> {
  const buffer = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
  let read = 0;
  while (read < buffer.length) {
    const { bytesRead } = await handle.read(buffer, read, buffer.length - read, offset + read);
    if (bytesRead === 0) break;
    read += bytesRead;
  }
  return { bytes: buffer.subarray(0, read), size };
}
