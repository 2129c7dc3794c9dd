import { SETTING_KEYS } from '../../../shared/contracts/settings.ts';
import { type Account, PRACTICE_ACCOUNT } from '../../../shared/outbox/account.ts';
import type { Finding, FromWhom } from '../../../shared/outbox/finding.ts';
import { isFixed, policyState } from '../machine-policy/in-force.ts';
import type { ConfigurationFacts } from './facts.ts';

/** Whether this machine is managed, and what is wrong with that. */
export function policyFindings({
  policy,
  policyPlace,
  policyOpen,
}: ConfigurationFacts): readonly Finding[] {
  const state = policyState(policy);
  if (state === null)
    return policyPlace === null ? [] : [{ code: 'POLICY_NONE', path: policyPlace }];
  const open: readonly Finding[] = policyOpen
    ? [{ code: 'POLICY_OPEN_TO_USERS', path: state.file }]
    : [];
  if (state.problems.length > 0 || policy.kind !== 'policy')
    return [{ code: 'POLICY_INVALID', policy: state }, ...open];
  const { settings, accounts, apps } = policy.policy;
  const well: Finding = {
    code: 'POLICY_WELL',
    path: state.file,
    settings: Object.keys(settings).length,
    accounts: accounts.length,
    apps: apps.length,
  };
  return [well, ...open];
}

/** Where every setting, account and app is from. */
export function originsOfValues(
  { policy, settings: { settings, origins }, apps }: ConfigurationFacts,
  accounts: readonly Account[],
): readonly Finding[] {
  const ownAccounts = accounts.filter(({ name }) => name !== PRACTICE_ACCOUNT);
  const findings: Finding[] = [
    {
      code: 'SETTINGS_FROM',
      settings: SETTING_KEYS.map((key) => ({
        key,
        value: settings[key],
        from: origins[key],
        fixed: isFixed(policy, key),
      })),
    },
  ];
  if (ownAccounts.length > 0)
    findings.push({ code: 'ACCOUNTS_FROM', accounts: ownAccounts.map(fromWhom) });
  if (apps.length > 0)
    findings.push({
      code: 'APPS_FROM',
      apps: apps.map(({ id, managed }) => fromWhom({ name: id, managed })),
    });
  return findings;
}

const fromWhom = ({ name, managed }: Pick<Account, 'name' | 'managed'>): FromWhom => ({
  name,
  from: managed ? 'policy' : 'user',
});
