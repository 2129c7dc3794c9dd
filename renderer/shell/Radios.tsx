import { useId } from 'react';

interface Props<Value extends string> {
  readonly legend: string;
  readonly options: Readonly<Record<Value, string>>;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

/** One of a few, all of them in sight. */
export function Radios<Value extends string>({ legend, options, value, onChange }: Props<Value>) {
  const name = useId();
  return (
    <fieldset className="radio-list">
      <legend>{legend}</legend>
      {(Object.keys(options) as Value[]).map((one) => (
        <label key={one} className="radio-line">
          <input type="radio" name={name} checked={one === value} onChange={() => onChange(one)} />
          {options[one]}
        </label>
      ))}
    </fieldset>
  );
}
