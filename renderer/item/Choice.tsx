export interface Option {
  readonly id: number;
  readonly label: string;
}

/** One of a few, e.g. a revision or an attempt. */
export function Choice({
  label,
  options,
  value,
  onChange,
}: {
  readonly label: string;
  readonly options: readonly Option[];
  readonly value: number;
  readonly onChange: (id: number) => void;
}) {
  return (
    <label className="choice">
      <span className="quiet">{label}</span>
      <select
        className="select"
        value={value}
        onChange={(event) => onChange(Number(event.target.value))}
      >
        {options.map(({ id, label: words }) => (
          <option key={id} value={id}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}
