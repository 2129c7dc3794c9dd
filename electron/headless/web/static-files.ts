import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';

export interface StaticFile {
  readonly bytes: Uint8Array;
  readonly contentType: string;
  /** Its name has a hash of its content in it. */
  readonly lasting: boolean;
}

/** The page, in the browser of somebody who works in a checkout. */
export const NOT_BUILT = 'The page has not been built yet. Run: npm run build';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** Names that begin with a dot are no files of the page, so no path leads upwards. */
const PATH = /^\/(?:[\w-][\w.-]*\/)*[\w-][\w.-]*$/;

/** The page's file at a path; null for one that is not there, or not one of its kinds, or outside of `folder`. */
export async function staticFile(folder: string, path: string): Promise<StaticFile | null> {
  const name = path === '/' ? '/index.html' : path;
  const contentType = TYPES[extname(name)];
  if (contentType === undefined || !PATH.test(name)) return null;
  try {
    const root = await realpath(folder);
    const file = await realpath(join(root, name));
    if (!file.startsWith(root + sep)) return null;
    return { bytes: await readFile(file), contentType, lasting: name.startsWith('/assets/') };
  } catch {
    return null;
  }
}
