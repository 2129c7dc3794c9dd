import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The file of another process' entry point, e.g. `worker/index`: beside the sources in a checkout, beside
 * the built files in `out/`, which has the same shape.
 */
export function entryPath(entry: string): string {
  const here = fileURLToPath(import.meta.url);
  return fileURLToPath(new URL(`../${entry}${extname(here)}`, import.meta.url));
}

/** Where the built page lies: in `out/`, seen from a checkout, or beside the built host. */
export const pageFolder = (): string => builtFolder('renderer');

/** Where the app of practice mode lies. */
export const sampleAppFolder = (): string => builtFolder('sample-app');

function builtFolder(name: string): string {
  const isSource = extname(fileURLToPath(import.meta.url)) === '.ts';
  return fileURLToPath(new URL(isSource ? `../../out/${name}` : `../../${name}`, import.meta.url));
}

/** The built preload of that name: always in `out/`, since a sandboxed one has to be a single file. */
export function preloadPath(name: string): string {
  const isSource = extname(fileURLToPath(import.meta.url)) === '.ts';
  const folder = isSource ? '../../out/electron/preload' : '../preload';
  return fileURLToPath(new URL(`${folder}/${name}.cjs`, import.meta.url));
}

/** build/icons, of a checkout or of the package, which keeps it at the same place. */
export function iconFolder(): string {
  const isSource = extname(fileURLToPath(import.meta.url)) === '.ts';
  return fileURLToPath(new URL(`${isSource ? '../..' : '../../..'}/build/icons`, import.meta.url));
}
