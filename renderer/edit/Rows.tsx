import { Plus, X } from 'lucide-react';
import { Button } from 'react-aria-components';
import { removeNamed } from '../../shared/messages/edit-words.ts';
import type { Row } from './edit-form.ts';
import { LinesInput } from './LinesInput.tsx';

interface Props {
  readonly rows: readonly Row[];
  readonly nextKey: number;
  /** Values may have several lines. */
  readonly lines?: boolean;
  readonly words: { readonly name: string; readonly value: string; readonly add: string };
  readonly onChange: (rows: readonly Row[], nextKey: number) => void;
}

/** What the fields of the rows below are; each field also says so itself to whoever does not see this. */
export function RowHeads({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div className="edit-row row-heads quiet" aria-hidden="true">
      <span>{name}</span>
      <span>{value}</span>
    </div>
  );
}

/** Names and values in their order, e.g. headers. */
export function Rows({ rows, nextKey, lines = false, words, onChange }: Props) {
  const replace = (row: Row) =>
    onChange(
      rows.map((one) => (one.key === row.key ? row : one)),
      nextKey,
    );
  return (
    <div className="edit-rows">
      {rows.length > 0 && <RowHeads name={words.name} value={words.value} />}
      {rows.map((row) => (
        <div key={row.key} className="edit-row">
          <input
            className="input"
            aria-label={words.name}
            value={row.name}
            dir="auto"
            spellCheck={false}
            onChange={(event) => replace({ ...row, name: event.target.value })}
          />
          {lines ? (
            <LinesInput
              label={`${words.value} ${row.name}`.trim()}
              value={row.value}
              onChange={(value) => replace({ ...row, value })}
            />
          ) : (
            <input
              className="input"
              aria-label={`${words.value} ${row.name}`.trim()}
              value={row.value}
              dir="auto"
              spellCheck={false}
              onChange={(event) => replace({ ...row, value: event.target.value })}
            />
          )}
          <Button
            className="button quiet-button"
            aria-label={removeNamed(row.name)}
            onPress={() =>
              onChange(
                rows.filter((one) => one.key !== row.key),
                nextKey,
              )
            }
          >
            <X size={16} aria-hidden="true" />
          </Button>
        </div>
      ))}
      <Button
        className="button"
        onPress={() => onChange([...rows, { key: nextKey, name: '', value: '' }], nextKey + 1)}
      >
        <Plus size={16} aria-hidden="true" /> {words.add}
      </Button>
    </div>
  );
}
