import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const SOURCES = [
  'shared',
  'electron',
  'renderer',
  'package.json',
  'vite.config.ts',
  'vite.preload.config.ts',
  'vite.renderer.config.ts',
];

/** Whether `out/` has all that the app needs, and nothing that it is built of has changed since. */
export function isBuilt(root: string): boolean {
  const built = ['out/electron/main/index.js', 'out/renderer/index.html'].map((file) =>
    join(root, file),
  );
  if (!built.every((file) => existsSync(file))) return false;
  const oldest = Math.min(...built.map((file) => statSync(file).mtimeMs));
  return SOURCES.every((source) => newestIn(join(root, source)) <= oldest);
}

function newestIn(path: string): number {
  const found = statSync(path);
  // Of a folder what is in it: its own time changes with whatever an editor leaves there for a moment.
  if (!found.isDirectory()) return found.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newestIn(join(path, name))));
}
