/** What somebody who starts the program wants: the app, or a command line that asks a running one. */
export type Start =
  | { readonly kind: 'app' }
  | { readonly kind: 'cli'; readonly args: readonly string[] };

/**
 * From `process.argv`. `--cli` counts as the first word, after switches of Chromium at most: not inside what a link or a
 * file brings along.
 */
export function readStart(argv: readonly string[], isPackaged: boolean): Start {
  // Unpackaged, the second word is the app's folder.
  const words = argv.slice(isPackaged ? 1 : 2);
  const first = words.findIndex((word) => word === '--cli' || !/^--[a-z]/.test(word));
  return words[first] === '--cli' ? { kind: 'cli', args: words.slice(first + 1) } : { kind: 'app' };
}
