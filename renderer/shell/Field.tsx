import { useId } from 'react';

interface Props {
  readonly label: string;
  readonly value: string;
  readonly hint?: string;
  /** What is wrong with it, and what to write. */
  readonly problem?: string | undefined;
  readonly lines?: number;
  /** Not shown, and not offered again by the browser. */
  readonly secret?: true;
  readonly onChange: (value: string) => void;
}

/** One line or more of text, with its hint and what is wrong with it said at the field. */
export function Field({ label, value, hint, problem, lines, secret, onChange }: Props) {
  const id = useId();
  const described = [
    ...(hint === undefined ? [] : [`${id}-hint`]),
    ...(problem === undefined ? [] : [`${id}-problem`]),
  ];
  const shared = {
    id,
    className: 'input',
    dir: 'auto',
    value,
    spellCheck: false,
    autoComplete: 'off',
    'aria-invalid': problem !== undefined,
    ...(described.length === 0 ? {} : { 'aria-describedby': described.join(' ') }),
  } as const;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {lines === undefined ? (
        <input
          {...shared}
          type={secret === true ? 'password' : 'text'}
          onChange={(event) => onChange(event.target.value)}
        />
      ) : (
        <textarea {...shared} rows={lines} onChange={(event) => onChange(event.target.value)} />
      )}
      {hint !== undefined && (
        <span id={`${id}-hint`} className="quiet">
          {hint}
        </span>
      )}
      {problem !== undefined && (
        <span id={`${id}-problem`} className="trouble">
          {problem}
        </span>
      )}
    </div>
  );
}
