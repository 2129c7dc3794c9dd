import { printableLine } from './printable.ts';

interface Named {
  readonly method: string;
  readonly url: string;
}

/** What a copied command says instead of sending a request without its values. */
export const notFilledWords = ({ method, url }: Named): string =>
  printableLine(
    `Not sent: ${method} ${url}: values from the answers to other items are not in it yet.`,
  );

/** What a copied command says instead of sending a request whose file is not what was accepted. */
export const notSentWords = ({ method, url }: Named, file: string): string =>
  printableLine(
    `Not sent: ${method} ${url}: its file ${file} is gone, has changed, or cannot be checked.`,
  );
