import { Plus, X } from 'lucide-react';
import { Button, FileTrigger } from 'react-aria-components';
import { EDIT_WORDS, removeNamed } from '../../shared/messages/edit-words.ts';
import type { BodyFieldsProps } from './body-fields-props.ts';
import { type PartDraft, withNewPart, withPart } from './edit-form.ts';
import { FileField } from './FileField.tsx';
import { LinesInput } from './LinesInput.tsx';
import { RowHeads } from './Rows.tsx';

interface Props extends BodyFieldsProps {
  readonly parts: readonly PartDraft[];
}

/** The parts of a form in their order: fields, and files that are kept, replaced or taken out. */
export function PartsFields({ form, parts, onChange, onFile, onNewFile }: Props) {
  return (
    <div className="edit-rows">
      {parts.length > 0 && (
        <RowHeads name={EDIT_WORDS.fieldName} value={EDIT_WORDS.fieldValueOrFile} />
      )}
      {parts.map((part) => (
        <div key={part.key} className="edit-row">
          <input
            className="input"
            aria-label={EDIT_WORDS.fieldName}
            dir="auto"
            value={part.name}
            onChange={(event) =>
              onChange(withPart(form, part.key, { ...part, name: event.target.value }))
            }
          />
          {part.kind === 'field' ? (
            <LinesInput
              label={`${EDIT_WORDS.fieldValue} ${part.name}`.trim()}
              value={part.value}
              onChange={(value) => onChange(withPart(form, part.key, { ...part, value }))}
            />
          ) : (
            <div className="edit-file">
              <input
                className="input"
                aria-label={EDIT_WORDS.fileName}
                dir="auto"
                value={part.filename}
                onChange={(event) =>
                  onChange(withPart(form, part.key, { ...part, filename: event.target.value }))
                }
              />
              <FileField
                file={part.file}
                name={part.filename}
                onReplace={(file) => onFile(part.key, file)}
              />
            </div>
          )}
          <Button
            className="button quiet-button"
            aria-label={removeNamed(part.name)}
            onPress={() => onChange(withPart(form, part.key, null))}
          >
            <X size={16} aria-hidden="true" />
          </Button>
        </div>
      ))}
      <div className="steps">
        <Button
          className="button"
          onPress={() =>
            onChange(withNewPart(form, { key: form.nextKey, kind: 'field', name: '', value: '' }))
          }
        >
          <Plus size={16} aria-hidden="true" /> {EDIT_WORDS.addField}
        </Button>
        <FileTrigger
          onSelect={(files) => {
            const chosen = files?.[0];
            if (chosen !== undefined) onNewFile(chosen);
          }}
        >
          <Button className="button">
            <Plus size={16} aria-hidden="true" /> {EDIT_WORDS.addFile}
          </Button>
        </FileTrigger>
      </div>
    </div>
  );
}
