import type { OutboxError } from '../../shared/contracts/errors.ts';
import { outboxError } from '../../shared/contracts/errors.ts';
import type { CallInput, CallName, CallOutput } from '../../shared/contracts/outbox-api.ts';
import { err, ok, type Result } from '../../shared/lang/result.ts';

type Answers = {
  readonly [Name in CallName]?: (
    input: CallInput<Name>,
  ) => CallOutput<Name> | Result<never, OutboxError>;
};

export interface FakeOutbox {
  readonly answer: (name: string, input: unknown) => unknown;
  /** The inputs of every call of that name so far. */
  readonly inputs: <Name extends CallName>(name: Name) => readonly CallInput<Name>[];
}

/** An outbox that answers as the test says, and remembers what it was asked. A call without an answer fails. */
export function fakeOutbox(answers: Answers): FakeOutbox {
  const asked: { name: string; input: unknown }[] = [];
  return {
    answer: (name, input) => {
      asked.push({ name, input });
      const answer = answers[name as CallName] as ((input: unknown) => unknown) | undefined;
      if (answer === undefined) return err(outboxError('NOT_ALLOWED', { call: name }));
      const value = answer(input);
      return isFailure(value) ? value : ok(value);
    },
    inputs: <Name extends CallName>(name: Name) =>
      asked.filter((one) => one.name === name).map((one) => one.input as CallInput<Name>),
  };
}

const isFailure = (value: unknown): boolean =>
  value !== null && typeof value === 'object' && 'ok' in value && value.ok === false;
