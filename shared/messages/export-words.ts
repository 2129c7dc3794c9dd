import { count } from './format.ts';

export const EXPORT_WORDS = {
  hint: 'For other programs, or for whoever looks for a fault. Secrets of accounts are never in it.',
  format: 'Save as',
  formats: {
    csv: 'Table (CSV): each item with its last try, for a spreadsheet',
    har: 'HTTP archive (HAR): all tries, for the network view of a browser',
    jsonl: 'JSON lines: each item with all of its tries',
    curl: 'Commands for bash: each sends the same again with curl',
    powershell: 'Commands for PowerShell: each sends the same again with curl',
  },
  bodies: 'With what was sent and answered, of each the first 262 kB',
  secrets: 'With passwords and keys that items brought in headers and addresses',
  save: 'Save',
  secretsTitle: 'Save with secrets?',
  secretsText:
    'Passwords and keys that items brought stand in the file for everybody who opens it. Whoever has it can use them.',
  secretsConfirm: 'Save with secrets',
  secretsKeep: 'Back',
} as const;

export const exportTitle = (n: number): string => `Export ${count(n, 'item')}`;

export const savingWords = (done: number, all: number): string =>
  `${done} of ${count(all, 'item')}`;

export const exportedWords = (n: number, file: string): string =>
  `${count(n, 'item')} saved as ${file}.`;
