import { type FileHandle, open } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

type Read = (
  buffer: Buffer,
  offset: number,
  length: number,
  position: number,
) => Promise<{ bytesRead: number; buffer: Buffer }>;

/** What comes of a read of an open file in this process: null lets it be as it is. */
export type ReadFault = (
  position: number,
  read: (length: number) => ReturnType<Read>,
) => ReturnType<Read> | null;

/** Every read through a FileHandle in this process goes by the fault that is set; the last one ends with the test. */
export async function faultyReads(): Promise<{ set(fault: ReadFault | null): void }> {
  const handle = await open(fileURLToPath(import.meta.url));
  const prototype = Object.getPrototypeOf(handle) as FileHandle;
  await handle.close();
  const real = prototype.read as unknown as Read;
  let fault: ReadFault | null = null;
  const read: Read = function (this: FileHandle, buffer, offset, length, position) {
    const really = (most: number) =>
      real.call(this, buffer, offset, Math.min(most, length), position);
    return fault?.(position, really) ?? really(length);
  };
  Reflect.set(prototype, 'read', read);
  onTestFinished(() => void Reflect.set(prototype, 'read', real));
  return {
    set(next) {
      fault = next;
    },
  };
}

/** As a bad sector, a pulled stick or a lost network drive answers. */
export const readError = (): Promise<never> =>
  Promise.reject(
    Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO', syscall: 'read' }),
  );
