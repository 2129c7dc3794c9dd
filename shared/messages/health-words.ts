import { count, span } from './format.ts';

export const HEALTH_WORDS = {
  title: 'Health',
  why: "Why isn't this moving?",
  moving: 'Nothing is in the way.',
  empty: 'Nothing is waiting.',
  findings: 'What was looked at',
  checking: 'Servers, keychain, disk and database are being looked at. This takes some seconds…',
  checkAgain: 'Check again',
  well: 'well',
  person: 'needs you',
  unusable: 'unusable',
  openAccounts: 'Open accounts',
  chart: 'How much went through',
  chartTable: 'The same as a table',
  chartSpan: 'Time',
  nothingYet: 'Nothing went through yet.',
  from: 'from',
  delivered: 'delivered',
  failed: 'tries without success',
  backlog: 'not delivered yet, at the end',
  bundle: 'For support',
  bundleExplained:
    'A file with what was found out: numbers, codes and versions. No contents, no headers, no secrets.',
  saveBundle: 'Save diagnostics file',
} as const;

export const AREA_WORDS = {
  network: 'Network and servers',
  accounts: 'Accounts and keychain',
  storage: 'Disk and database',
  clock: 'Clock',
  program: 'Program',
} as const;

/** A link to one of the items that do not move for the same reason. */
export const exampleWord = (number: number, ofItems: number): string =>
  ofItems === 1 ? 'Show it' : `Example ${number}`;

export const checkedAgo = (ms: number): string =>
  ms < 10_000 ? 'Looked at just now.' : `Looked at ${span(ms)} ago.`;

export const lastHours = (hours: number): string =>
  hours % 24 === 0 && hours > 24 ? `last ${hours / 24} days` : `last ${hours} hours`;

export const chartSentence = (delivered: number, failed: number, backlog: number | null): string =>
  [
    `${count(delivered, 'item')} delivered`,
    `${failed === 1 ? '1 try' : `${failed} tries`} without success`,
    ...(backlog === null ? [] : [`${backlog} not delivered yet`]),
  ].join(', ');
