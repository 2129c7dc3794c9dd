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
