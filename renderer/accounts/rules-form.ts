import { reachesOneOf, targetProblem } from '../../shared/apps/targets.ts';
import type { CallInput } from '../../shared/contracts/outbox-api.ts';
import { JSON_POINTER } from '../../shared/lang/json-pointer.ts';
import { err, ok, type Result } from '../../shared/lang/result.ts';
import type { RuleProblem } from '../../shared/messages/account-rules-words.ts';
import { type Account, DEFAULT_IDEMPOTENCY } from '../../shared/outbox/account.ts';
import {
  asksAboutItem,
  isCheckUrl,
  unknownCheckValue,
} from '../../shared/outbox/check-template.ts';
import type { UnknownOutcomePolicy } from '../../shared/outbox/item.ts';
import { DEFAULT_CONTRACT } from '../../shared/outbox/success-contract.ts';
import {
  type AnswerForm,
  type AnswerProblems,
  answerFormOf,
  answerProblems,
  contractOf,
  HEADER_NAME,
} from './answer-form.ts';

export interface UrlRule extends AnswerForm {
  readonly key: number;
  readonly url: string;
}

export interface CheckRule {
  readonly key: number;
  readonly url: string;
  readonly get: string;
}

/** What few accounts need, as it was written. */
export interface RulesForm {
  readonly answer: AnswerForm;
  readonly rules: readonly UrlRule[];
  readonly checks: readonly CheckRule[];
  readonly keyHeader: string;
  readonly keyQuoted: boolean;
  readonly unknownOutcome: UnknownOutcomePolicy;
  readonly caFile: string;
  readonly identityUrl: string;
  readonly identitySubject: string;
  readonly identityName: string;
}

/** What is wrong, by the field where it is to be put right; of rules, by their keys. */
export interface RulesProblems {
  readonly answer?: AnswerProblems;
  readonly rules?: Readonly<Record<number, AnswerProblems & { readonly url?: RuleProblem }>>;
  readonly checks?: Readonly<
    Record<number, { readonly url?: RuleProblem; readonly get?: RuleProblem }>
  >;
  readonly keyHeader?: RuleProblem;
  readonly identityUrl?: RuleProblem;
  readonly identitySubject?: RuleProblem;
  readonly identityName?: RuleProblem;
}

type Kept = Pick<
  Account,
  'contract' | 'verify' | 'idempotency' | 'unknownOutcome' | 'ca' | 'identity'
>;
export type Rules = Pick<CallInput<'accounts.change'>, keyof Kept>;

export const NO_RULES: Kept = {
  contract: null,
  verify: [],
  idempotency: null,
  unknownOutcome: null,
  ca: null,
  identity: null,
};

export const newRule = (key: number): UrlRule => ({
  ...answerFormOf(DEFAULT_CONTRACT),
  key,
  url: '',
});

export function rulesFormOf(kept: Kept): RulesForm {
  const { contract, verify, idempotency, unknownOutcome, ca, identity } = kept;
  const { header, quoted } = idempotency ?? DEFAULT_IDEMPOTENCY;
  return {
    answer: answerFormOf(contract ?? DEFAULT_CONTRACT),
    rules: (contract?.perUrl ?? []).map((rule, key) => ({
      ...answerFormOf(rule),
      key,
      url: rule.url,
    })),
    checks: verify.map((rule, key) => ({ ...rule, key })),
    keyHeader: header,
    keyQuoted: quoted,
    unknownOutcome: unknownOutcome ?? 'retry',
    caFile: ca?.file ?? '',
    identityUrl: identity?.url ?? '',
    identitySubject: identity?.subject ?? '',
    identityName: identity?.name ?? '',
  };
}

/** What the form says, or what is wrong with it. `servers`: the account's own. */
export function rulesOf(form: RulesForm, servers: readonly string[]): Result<Rules, RulesProblems> {
  const answer = answerProblems(form.answer);
  const rules = byKey(form.rules, (rule) => ({
    ...answerProblems(rule),
    ...patternProblem(rule, servers),
  }));
  const checks = byKey(form.checks, (rule) => checkProblems(rule, servers));
  const problems: RulesProblems = {
    ...(isEmpty(answer) ? {} : { answer }),
    ...(isEmpty(rules) ? {} : { rules }),
    ...(isEmpty(checks) ? {} : { checks }),
    ...(!HEADER_NAME.test(form.keyHeader.trim()) && { keyHeader: 'HEADER_NAME' }),
    ...identityProblems(form, servers),
  };
  return isEmpty(problems) ? ok(inputOf(form)) : err(problems);
}

const isEmpty = (value: object): boolean => Object.keys(value).length === 0;

function byKey<Rule extends { readonly key: number }, Problems extends object>(
  rules: readonly Rule[],
  problemsOf: (rule: Rule) => Problems,
): Readonly<Record<number, Problems>> {
  return Object.fromEntries(
    rules
      .map((rule) => [rule.key, problemsOf(rule)] as const)
      .filter(([, problems]) => !isEmpty(problems)),
  );
}

function checkProblems(rule: CheckRule, servers: readonly string[]) {
  const get = checkProblem(rule.get.trim(), servers);
  return {
    ...patternProblem(rule, servers),
    ...(get !== null && { get }),
  };
}

function patternProblem(
  { url }: { readonly url: string },
  servers: readonly string[],
): { readonly url?: RuleProblem } {
  const pattern = url.trim();
  if (targetProblem(pattern) !== null) return { url: 'PATTERN' };
  return reachesOneOf(pattern, servers) ? {} : { url: 'RULE_SERVER' };
}

/** Nothing in any of its fields: nobody is asked who signed in. */
function identityProblems(form: RulesForm, servers: readonly string[]) {
  const [url, subject, name] = identityFields(form);
  if (`${url}${subject}${name}` === '') return {};
  return {
    ...(URL.parse(url) === null && { identityUrl: 'ADDRESS' as const }),
    ...(URL.parse(url) !== null &&
      !isAtOneOf(servers, url) && { identityUrl: 'CHECK_SERVER' as const }),
    ...((subject === '' || !JSON_POINTER.test(subject)) && { identitySubject: 'POINTER' as const }),
    ...(!JSON_POINTER.test(name) && { identityName: 'POINTER' as const }),
  };
}

const identityFields = ({ identityUrl, identitySubject, identityName }: RulesForm) =>
  [identityUrl.trim(), identitySubject.trim(), identityName.trim()] as const;

const isAtOneOf = (servers: readonly string[], url: string): boolean =>
  servers.some((server) => URL.parse(server)?.origin === new URL(url).origin);

/** Where the server of another account were asked, nobody would be. */
function checkProblem(get: string, servers: readonly string[]): RuleProblem | null {
  if (unknownCheckValue(get) !== undefined) return 'CHECK_VALUE';
  if (!isCheckUrl(get)) return 'CHECK_URL';
  if (!asksAboutItem(get)) return 'CHECK_ITEM';
  return isAtOneOf(servers, get) ? null : 'CHECK_SERVER';
}

function inputOf(form: RulesForm): Rules {
  const answer = contractOf(form.answer);
  const perUrl = form.rules.map((rule) => ({ ...mutable(contractOf(rule)), url: rule.url.trim() }));
  const header = form.keyHeader.trim();
  const isUsual = header === DEFAULT_IDEMPOTENCY.header && !form.keyQuoted;
  const asksNothing = JSON.stringify(answer) === JSON.stringify(DEFAULT_CONTRACT);
  const file = form.caFile.trim();
  const [asked, subject, name] = identityFields(form);
  return {
    contract: asksNothing && perUrl.length === 0 ? null : { ...mutable(answer), perUrl },
    verify: form.checks.map(({ url, get }) => ({ url: url.trim(), get: get.trim() })),
    idempotency: isUsual ? null : { header, quoted: form.keyQuoted },
    unknownOutcome: form.unknownOutcome === 'ask' ? 'ask' : null,
    ca: file === '' ? null : { file },
    identity: asked === '' ? null : { url: asked, subject, name: name === '' ? null : name },
  };
}

/** The contract's input type has no readonly in it. */
const mutable = ({ accept, ...rest }: ReturnType<typeof contractOf>) => ({
  ...rest,
  accept: accept.map(([from, to]): [number, number] => [from, to]),
});
