import type { AppsView } from '../contracts/app-grant.ts';
import type { Confirmation } from './action-words.ts';
import { bytes, count } from './format.ts';

export const APPS_PAGE_WORDS = {
  title: 'Apps',
  text: 'Web apps that hand requests to this outbox, each in a window of its own. They stand under "apps" in settings.json, and may do what is said here and nothing else.',
  none: 'No app may use this outbox.',
  open: 'Open',
  remove: 'Take its permission back',
} as const;

export const removingApp = (name: string): Confirmation => ({
  title: `Take the permission of ${name} back?`,
  text: 'Its entry leaves settings.json, its window is closed, and nothing more is taken from it. Its items stay in the queue.',
  confirm: APPS_PAGE_WORDS.remove,
});

export const removedApp = (name: string): string =>
  `${name} may not use the outbox any more. Its items stay in the queue.`;

type Grant = AppsView['apps'][number]['grant'];

/** What a grant says, a sentence a line. */
export function grantLines(grant: Grant): readonly string[] {
  const { targets, accounts, navigation, permissions, priorities, quota } = grant;
  const lines: (readonly [boolean, string])[] = [
    ...targets.map(
      ({ methods, url }) => [true, `May send ${methods.join(', ')} to ${url}.`] as const,
    ),
    [targets.length === 0, 'May send nothing.'],
    [
      true,
      `At most ${bytes(grant.bodyBytes)} and ${count(grant.files, 'file')} in a request, ${count(quota.perDay, 'request')} a day, ${quota.open} waiting; priority ${priorities.join(', ')}.`,
    ],
    [accounts.length > 0, `May send as ${accounts.join(', ')}.`],
    [grant.setTokens, 'May sign these in.'],
    [
      true,
      grant.privateNetwork
        ? 'May reach this computer and the local network.'
        : 'Reaches addresses of the internet only. Behind a proxy only the address as it is written can be checked.',
    ],
    [permissions.length > 0, `May use: ${permissions.join(', ')}.`],
    [navigation.length > 0, `Its window may also go to ${navigation.join(', ')}.`],
  ];
  return lines.flatMap(([applies, line]) => (applies ? [line] : []));
}
