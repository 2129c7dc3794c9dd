import { Plus } from 'lucide-react';
import { type ReactNode, useCallback, useRef } from 'react';
import { Button } from 'react-aria-components';
import { RULE_WORDS, removeRuleNamed } from '../../shared/messages/account-rules-words.ts';

interface Rule {
  readonly key: number;
  readonly url: string;
}

interface RuleListProps<One extends Rule> {
  readonly rules: readonly One[];
  readonly create: (key: number) => One;
  readonly add: string;
  readonly onChange: (rules: readonly One[]) => void;
  readonly children: (rule: One, replace: (fields: Partial<One>) => void) => ReactNode;
}

/** Rules in their order, the first that fits counts. Who adds one goes on writing in it. */
export function RuleList<One extends Rule>({
  rules,
  create,
  add,
  onChange,
  children,
}: RuleListProps<One>) {
  const isAdded = useRef(false);
  const adding = useRef<HTMLButtonElement>(null);
  const goInto = useCallback((rule: HTMLElement | null) => {
    if (rule === null || !isAdded.current) return;
    isAdded.current = false;
    rule.querySelector('input')?.focus();
  }, []);
  const nextKey = Math.max(-1, ...rules.map((rule) => rule.key)) + 1;
  const replace = (key: number) => (fields: Partial<One>) =>
    onChange(rules.map((one) => (one.key === key ? { ...one, ...fields } : one)));
  return (
    <>
      {rules.map((rule, at) => (
        <fieldset key={rule.key} ref={at === rules.length - 1 ? goInto : null} className="rule">
          <legend className="visually-hidden">{rule.url === '' ? `${at + 1}` : rule.url}</legend>
          {children(rule, replace(rule.key))}
          <span>
            <Button
              className="button destructive"
              aria-label={removeRuleNamed(rule.url)}
              onPress={() => {
                adding.current?.focus();
                onChange(rules.filter((one) => one.key !== rule.key));
              }}
            >
              {RULE_WORDS.remove}
            </Button>
          </span>
        </fieldset>
      ))}
      <span>
        <Button
          ref={adding}
          className="button"
          onPress={() => {
            isAdded.current = true;
            onChange([...rules, create(nextKey)]);
          }}
        >
          <Plus size={16} aria-hidden="true" /> {add}
        </Button>
      </span>
    </>
  );
}
