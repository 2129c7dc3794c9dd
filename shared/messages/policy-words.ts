import type { PolicyProblem, PolicyState } from '../contracts/managed.ts';
import { assertNever } from '../lang/assert-never.ts';
import type { Finding, FromWhom } from '../outbox/finding.ts';
import { settingValueText } from './settings-words.ts';

/** What is wrong with the policy file, and what counts meanwhile; null where it counts as it stands. */
export function policyTrouble({ file, problems, lastRight }: PolicyState): string | null {
  const [first] = problems;
  if (first === undefined) return null;
  const wrong = problems.map(problemWords).join('; ');
  if (first.kind === 'gone')
    return `The policy ${file} is not there any more. What it said counts until OutTray starts again.`;
  return `The policy ${file} is not used: ${wrong}. ${lastRight ? 'What it said when it was last right counts meanwhile.' : 'Sending goes on, and no settings, accounts or apps can be changed meanwhile.'} Whoever looks after this machine has to correct it.`;
}

function problemWords(problem: PolicyProblem): string {
  switch (problem.kind) {
    case 'unreadable':
      return `it cannot be read (${problem.detail})`;
    case 'malformed':
      return `it is no JSON (${problem.detail})`;
    case 'wrong':
      return problem.at === '' ? problem.detail : `${problem.at} ${problem.detail}`;
    case 'gone':
      return 'it is not there any more';
    default:
      return assertNever(problem);
  }
}

const FIXED: Readonly<Record<string, (name: string) => string>> = {
  setting: (name) => `the setting "${name}" is fixed by your organisation`,
  account: (name) => `the account "${name}" is fixed by your organisation`,
  app: (name) => `the app "${name}" is fixed by your organisation`,
  ownAccounts: () => 'your organisation allows no accounts but its own here',
  ownApps: () => 'your organisation allows no apps but its own here',
};

/** Why something cannot be changed on a managed machine, as part of a line. */
export const fixedWords = (what: string, name: string): string =>
  FIXED[what]?.(name) ?? `"${name}" is fixed by your organisation`;

const SETTING_FROM = {
  policy: 'by the policy',
  file: 'in settings.json',
  default: 'fixed at the default',
} as const;

/** Where the value of each setting is from; what has its default without being fixed is not named. */
export function settingsFromSentence(
  settings: Extract<Finding, { readonly code: 'SETTINGS_FROM' }>['settings'],
): string {
  const groups = (['policy', 'file', 'default'] as const).flatMap((from) => {
    const those = settings.filter((one) => one.from === from && (from !== 'default' || one.fixed));
    const words = those.map(({ key, value }) => `${key} ${settingValueText(value)}`).join(', ');
    return those.length === 0 ? [] : [`${words} ${SETTING_FROM[from]}`];
  });
  const rest = settings.some((one) => one.from === 'default' && !one.fixed);
  if (groups.length === 0) return 'Settings: all have their defaults.';
  return `Settings: ${groups.join('; ')}${rest ? '; all others have their defaults' : ''}.`;
}

/** `field (policy), own (yours)`. */
export const fromWhomWords = (those: readonly FromWhom[]): string =>
  those.map(({ name, from }) => `${name} (${from === 'policy' ? 'policy' : 'yours'})`).join(', ');
