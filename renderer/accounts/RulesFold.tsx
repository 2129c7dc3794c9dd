import { useState } from 'react';
import { RULE_WORDS } from '../../shared/messages/account-rules-words.ts';
import { RulesFields, type RulesFieldsProps } from './RulesFields.tsx';

/** What few accounts need, out of sight until somebody wants it, or something is wrong in it. */
export function RulesFold(props: RulesFieldsProps) {
  const [wanted, setWanted] = useState(false);
  const isWrong = props.fileTrouble !== undefined || Object.keys(props.problems).length > 0;
  const isOpen = wanted || isWrong;
  return (
    <details
      className="fold"
      open={isOpen}
      onToggle={(event) => setWanted(event.currentTarget.open)}
    >
      <summary>{RULE_WORDS.title}</summary>
      {isOpen && <RulesFields {...props} />}
    </details>
  );
}
