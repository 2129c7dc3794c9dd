import { RULE_PROBLEMS, RULE_WORDS } from '../../shared/messages/account-rules-words.ts';
import { CheckLine } from '../shell/CheckLine.tsx';
import { Field } from '../shell/Field.tsx';
import type { AnswerForm, AnswerProblems } from './answer-form.ts';

interface Props {
  readonly form: AnswerForm;
  readonly problems: AnswerProblems;
  readonly onChange: (fields: Partial<AnswerForm>) => void;
}

type TextField = Exclude<keyof AnswerForm, 'allowHtml'>;

/** What an answer must be to be a yes. */
export function AnswerFields({ form, problems, onChange }: Props) {
  const text = (name: TextField) => {
    const problem = problems[name];
    return (
      <Field
        label={RULE_WORDS[name]}
        hint={RULE_WORDS[`${name}Hint`]}
        value={form[name]}
        problem={problem && RULE_PROBLEMS[problem]}
        onChange={(value) => onChange({ [name]: value })}
      />
    );
  };
  return (
    <>
      <div className="field-pair">
        {text('accept')}
        {text('contentType')}
      </div>
      <div className="field-pair">
        {text('headerName')}
        {text('headerValue')}
      </div>
      <div className="field-pair">
        {text('pointer')}
        {text('equals')}
      </div>
      {text('receipt')}
      <CheckLine
        label={RULE_WORDS.allowHtml}
        isChecked={form.allowHtml}
        onChange={(allowHtml) => onChange({ allowHtml })}
      />
    </>
  );
}
