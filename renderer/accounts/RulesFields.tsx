import type { ReactNode } from 'react';
import type { AccountView } from '../../shared/contracts/account-calls.ts';
import {
  RULE_PROBLEMS,
  RULE_WORDS,
  type RuleProblem,
} from '../../shared/messages/account-rules-words.ts';
import { CheckLine } from '../shell/CheckLine.tsx';
import { Field } from '../shell/Field.tsx';
import { Radios } from '../shell/Radios.tsx';
import { AnswerFields } from './AnswerFields.tsx';
import { RuleList } from './RuleList.tsx';
import {
  NO_RULES,
  newRule,
  type RulesForm,
  type RulesProblems,
  rulesFormOf,
} from './rules-form.ts';

export interface RulesFieldsProps {
  readonly known: AccountView | null;
  /** Null: as the account has them. */
  readonly form: RulesForm | null;
  readonly problems: RulesProblems;
  /** What the host says of the file with certificates. */
  readonly fileTrouble: string | undefined;
  readonly onChange: (form: RulesForm) => void;
}

const said = (problem: RuleProblem | undefined) => problem && RULE_PROBLEMS[problem];

/** What counts as success, where to ask, how the key travels, certificates. */
export function RulesFields({
  known,
  form: written,
  problems,
  fileTrouble,
  onChange,
}: RulesFieldsProps) {
  const form = written ?? rulesFormOf(known ?? NO_RULES);
  const change = (fields: Partial<RulesForm>) => onChange({ ...form, ...fields });
  const identityText = (name: 'identityUrl' | 'identitySubject' | 'identityName') => (
    <Field
      label={RULE_WORDS[name]}
      hint={RULE_WORDS[`${name}Hint`]}
      value={form[name]}
      problem={said(problems[name])}
      onChange={(value) => change({ [name]: value })}
    />
  );
  return (
    <div className="form">
      <Part title={RULE_WORDS.success} hint={RULE_WORDS.successHint}>
        <AnswerFields
          form={form.answer}
          problems={problems.answer ?? {}}
          onChange={(fields) => change({ answer: { ...form.answer, ...fields } })}
        />
      </Part>
      <Part title={RULE_WORDS.rules} hint={RULE_WORDS.rulesHint}>
        <RuleList
          rules={form.rules}
          create={newRule}
          add={RULE_WORDS.addRule}
          onChange={(rules) => change({ rules })}
        >
          {(rule, replace) => (
            <>
              <Field
                label={RULE_WORDS.ruleUrl}
                hint={RULE_WORDS.ruleUrlHint}
                value={rule.url}
                problem={said(problems.rules?.[rule.key]?.url)}
                onChange={(url) => replace({ url })}
              />
              <AnswerFields
                form={rule}
                problems={problems.rules?.[rule.key] ?? {}}
                onChange={replace}
              />
            </>
          )}
        </RuleList>
      </Part>
      <Part title={RULE_WORDS.checks} hint={RULE_WORDS.checksHint}>
        <RuleList
          rules={form.checks}
          create={(key) => ({ key, url: '', get: '' })}
          add={RULE_WORDS.addCheck}
          onChange={(checks) => change({ checks })}
        >
          {(check, replace) => (
            <>
              <Field
                label={RULE_WORDS.checkUrl}
                hint={RULE_WORDS.checkUrlHint}
                value={check.url}
                problem={said(problems.checks?.[check.key]?.url)}
                onChange={(url) => replace({ url })}
              />
              <Field
                label={RULE_WORDS.checkGet}
                hint={RULE_WORDS.checkGetHint}
                value={check.get}
                problem={said(problems.checks?.[check.key]?.get)}
                onChange={(get) => replace({ get })}
              />
            </>
          )}
        </RuleList>
        <Radios
          legend={RULE_WORDS.unknownOutcome}
          options={RULE_WORDS.unknownOutcomes}
          value={form.unknownOutcome}
          onChange={(unknownOutcome) => change({ unknownOutcome })}
        />
      </Part>
      <Part title={RULE_WORDS.identity} hint={RULE_WORDS.identityHint}>
        {identityText('identityUrl')}
        {identityText('identitySubject')}
        {identityText('identityName')}
      </Part>
      <Part title={RULE_WORDS.key}>
        <Field
          label={RULE_WORDS.keyHeader}
          hint={RULE_WORDS.keyHeaderHint}
          value={form.keyHeader}
          problem={said(problems.keyHeader)}
          onChange={(keyHeader) => change({ keyHeader })}
        />
        <CheckLine
          label={RULE_WORDS.keyQuoted}
          isChecked={form.keyQuoted}
          onChange={(keyQuoted) => change({ keyQuoted })}
        />
      </Part>
      <Part title={RULE_WORDS.ca}>
        <Field
          label={RULE_WORDS.caFile}
          hint={RULE_WORDS.caFileHint}
          value={form.caFile}
          problem={fileTrouble}
          onChange={(caFile) => change({ caFile })}
        />
      </Part>
    </div>
  );
}

interface PartProps {
  readonly title: string;
  readonly hint?: string;
  readonly children: ReactNode;
}

function Part({ title, hint, children }: PartProps) {
  return (
    <fieldset className="form-part">
      <legend>{title}</legend>
      {hint !== undefined && <p className="quiet">{hint}</p>}
      {children}
    </fieldset>
  );
}
