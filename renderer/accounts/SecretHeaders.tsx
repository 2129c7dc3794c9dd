import { Plus, X } from 'lucide-react';
import { Button } from 'react-aria-components';
import { ACCOUNT_WORDS } from '../../shared/messages/account-words.ts';
import type { HeaderRow } from './account-form.ts';

type Headers = readonly HeaderRow[];

interface Props {
  readonly legend?: string;
  readonly headers: Headers;
  readonly problem: string | undefined;
  readonly onChange: (headers: Headers) => void;
}

/** Headers whose values are nobody's business but the server's. */
export function SecretHeaders({ legend, headers, problem, onChange }: Props) {
  const replace = (header: Headers[number]) =>
    onChange(headers.map((one) => (one.key === header.key ? header : one)));
  const nextKey = Math.max(-1, ...headers.map((header) => header.key)) + 1;
  return (
    <div className="field">
      {legend !== undefined && <span>{legend}</span>}
      {headers.map((header) => (
        <div key={header.key} className="secret-header">
          <input
            className="input"
            aria-label={ACCOUNT_WORDS.header}
            aria-invalid={problem !== undefined}
            placeholder={ACCOUNT_WORDS.header}
            spellCheck={false}
            value={header.name}
            onChange={(event) => replace({ ...header, name: event.target.value })}
          />
          <input
            className="input"
            aria-label={`${ACCOUNT_WORDS.headerValue} ${header.name}`.trim()}
            placeholder={ACCOUNT_WORDS.headerValue}
            type="password"
            autoComplete="off"
            value={header.value}
            onChange={(event) => replace({ ...header, value: event.target.value })}
          />
          <Button
            className="button quiet-button"
            aria-label={ACCOUNT_WORDS.removeHeader}
            onPress={() => onChange(headers.filter((one) => one.key !== header.key))}
          >
            <X size={16} aria-hidden="true" />
          </Button>
        </div>
      ))}
      {problem !== undefined && (
        <span className="trouble" role="alert">
          {problem}
        </span>
      )}
      <span>
        <Button
          className="button"
          onPress={() => onChange([...headers, { key: nextKey, name: '', value: '' }])}
        >
          <Plus size={16} aria-hidden="true" /> {ACCOUNT_WORDS.addHeader}
        </Button>
      </span>
    </div>
  );
}
