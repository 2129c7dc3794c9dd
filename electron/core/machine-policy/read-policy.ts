import { issueWords } from '../../../shared/contracts/issue-words.ts';
import type { PolicyProblem } from '../../../shared/contracts/managed.ts';
import {
  type MachinePolicy,
  type PolicyAccount,
  policyInput,
} from '../../../shared/contracts/policy-input.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import { refusedAccount } from '../check-account.ts';
import { takeSecretsOut } from '../refresh-secrets.ts';
import { placeOfMistake } from '../settings/read-settings.ts';

/** More than anybody corrects at a time. */
const MOST_PROBLEMS = 5;

/** What the text of a policy file says; it counts as a whole or not at all. */
export function readPolicy(text: string): Result<MachinePolicy, readonly PolicyProblem[]> {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return err([{ kind: 'malformed', detail: placeOfMistake(error) }]);
  }
  const parsed = policyInput.safeParse(value, { error: issueWords, reportInput: true });
  if (!parsed.success) {
    const { issues } = parsed.error;
    return err(
      issues.slice(0, MOST_PROBLEMS).map(({ path, message }) => wrong(path.join('.'), message)),
    );
  }
  const { accounts } = parsed.data;
  const problems = [...accounts.flatMap(secretsIn), ...accounts.flatMap(accountProblem)];
  return problems.length === 0 ? ok(parsed.data) : err(problems.slice(0, MOST_PROBLEMS));
}

/** A token must go to nobody but the account's own servers, whoever laid it down; nor has a rule a meaning elsewhere. */
function accountProblem(account: PolicyAccount, at: number): readonly PolicyProblem[] {
  const refused = refusedAccount(account);
  return refused === null
    ? []
    : [wrong(`accounts.${at}.${refused.params['path']}`, String(refused.params['detail']))];
}

/** Texts of a JSON refresh that may be secrets: everybody on the machine can read the policy. */
function secretsIn({ auth }: PolicyAccount, at: number): readonly PolicyProblem[] {
  if (auth.kind !== 'bearer' || auth.refresh?.kind !== 'json') return [];
  const { secrets } = takeSecretsOut(auth.refresh);
  return Object.keys(secrets).map((pointer) =>
    wrong(
      `accounts.${at}.auth.refresh${pointer.replaceAll('/', '.')}`,
      'may be a secret, and everybody on this machine can read the policy; take it out, and let this account sign in another way',
    ),
  );
}

const wrong = (at: string, detail: string): PolicyProblem => ({ kind: 'wrong', at, detail });
