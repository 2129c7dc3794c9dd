import { bodyTooLong, EDIT_WORDS } from '../../shared/messages/edit-words.ts';
import type { BodyFieldsProps } from './body-fields-props.ts';
import { FileField } from './FileField.tsx';
import { JsonEditor } from './JsonEditor.tsx';
import { LinesInput } from './LinesInput.tsx';
import { PartsFields } from './PartsFields.tsx';
import { Rows } from './Rows.tsx';

/** What is sent, by its kind. */
export function BodyFields(props: BodyFieldsProps) {
  const { form, onChange, onFile } = props;
  const { body } = form;
  switch (body.kind) {
    case 'none':
      return <p className="quiet">{EDIT_WORDS.noBody}</p>;
    case 'tooLong':
      return <p className="notice">{bodyTooLong(body.bytes)}</p>;
    case 'json':
      return (
        <JsonEditor
          text={body.text}
          label={EDIT_WORDS.json}
          onChange={(text) => onChange({ ...form, body: { ...body, text } })}
        />
      );
    case 'text':
      return (
        <LinesInput
          className="text-input"
          label={EDIT_WORDS.text}
          rows={10}
          value={body.text}
          onChange={(text) => onChange({ ...form, body: { ...body, text } })}
        />
      );
    case 'form':
      return (
        <Rows
          lines
          rows={body.fields}
          nextKey={form.nextKey}
          words={{
            name: EDIT_WORDS.fieldName,
            value: EDIT_WORDS.fieldValue,
            add: EDIT_WORDS.addField,
          }}
          onChange={(fields, nextKey) => onChange({ ...form, nextKey, body: { ...body, fields } })}
        />
      );
    case 'multipart':
      return <PartsFields {...props} parts={body.parts} />;
    case 'file':
      return (
        <FileField
          file={body.file}
          name={EDIT_WORDS.body}
          onReplace={(file) => onFile(null, file)}
        />
      );
  }
}
