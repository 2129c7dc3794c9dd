import { bytes } from './format.ts';

/** Where a file of an item is found again that was missed, or had changed. */
export const LOCATE_WORDS = {
  title: 'Find the file',
  explanation:
    'The item was to send this file from where it lay. It is gone from there, or has changed.',
  how: 'Choose it here, or drop it on this. OutTray keeps a copy of its own from then on.',
  choose: 'Choose the file',
  chooseAnother: 'Choose another one',
  differs: 'This is not the file that was accepted.',
  differsMeans: 'Sent in its place it is a new version: for the server that is another request.',
  sendNew: 'Send it as a new version',
  looking: 'Being compared with the one that was accepted…',
  same: 'The file is found, and the item is on its way again.',
  sentNew: 'The item is on its way again, with the new version of its file.',
} as const;

/** What was chosen. */
export const chosenWords = (filename: string, size: number): string =>
  `${filename}, ${bytes(size)}`;
