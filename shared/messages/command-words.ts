import { printableLine } from './printable.ts';

/** What a copied command says instead of sending a request whose file is not what was accepted. */
export const notSentWords = (
  { method, url }: { readonly method: string; readonly url: string },
  file: string,
): string =>
  printableLine(
    `Not sent: ${method} ${url}: its file ${file} is gone, has changed, or cannot be checked.`,
  );
