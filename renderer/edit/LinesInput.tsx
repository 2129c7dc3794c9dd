interface Props {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly className?: string;
  readonly rows?: number;
}

/** Text of any number of lines. The breaks between them stay of the kind that the text has: a browser makes all of them LF. */
export function LinesInput({ label, value, onChange, className = 'lines-input', rows }: Props) {
  const ending = value.includes('\r\n') ? '\r\n' : '\n';
  return (
    <textarea
      className={`input ${className}`}
      aria-label={label}
      dir="auto"
      spellCheck={false}
      rows={rows ?? Math.min(value.split('\n').length, 8)}
      value={value}
      onChange={(event) => onChange(event.target.value.replaceAll('\n', ending))}
    />
  );
}
