import { useState } from 'react';
import { Button, Dialog, Heading, Modal } from 'react-aria-components';
import type { BulkResult } from '../../shared/contracts/bulk-result.ts';
import type { ChangePreview } from '../../shared/contracts/request-change-calls.ts';
import {
  applyWords,
  changedCounts,
  changeProblemSentence,
  GROUP_WORDS,
} from '../../shared/messages/group-words.ts';
import { pageErrorSentence } from '../../shared/messages/page-error-sentences.ts';
import { Data } from '../bodies/Data.tsx';
import { useClient } from '../live/client.ts';
import { type ChangeForm, changeOf, EMPTY_CHANGE } from './change-form.ts';
import type { Selection } from './group-actions.ts';
import '../edit/edit.css';
import './groups.css';

interface Props {
  readonly items: Selection;
  /** Which ones these are. */
  readonly about: React.ReactNode;
  readonly onChanged: (result: BulkResult) => void;
  readonly onClose: () => void;
}

/** One header or one JSON value for many items; what changes is shown before it is done. */
export function ChangeDialog({ items, about, onChanged, onClose }: Props) {
  const client = useClient();
  const [form, setForm] = useState<ChangeForm>(EMPTY_CHANGE);
  /** Of exactly this form; any change of it makes a preview stale. */
  const [preview, setPreview] = useState<{
    readonly form: ChangeForm;
    readonly value: ChangePreview;
  } | null>(null);
  const [said, setSaid] = useState('');
  const [busy, setBusy] = useState(false);
  const change = changeOf(form);
  const shown = preview?.form === form ? preview.value : null;
  const ready = shown !== null && shown.changed > 0 ? shown : null;
  const edit = (fields: Partial<ChangeForm>) => setForm({ ...form, ...fields });

  const look = async () => {
    if (!change.ok) return setSaid(changeProblemSentence(change.error));
    setBusy(true);
    const result = await client.call('previewChange', { items, change: change.value });
    setBusy(false);
    setSaid(result.ok ? '' : pageErrorSentence(result.error));
    if (result.ok) setPreview({ form, value: result.value });
  };

  const apply = async () => {
    if (!change.ok) return;
    setBusy(true);
    const result = await client.call('changeMany', { items, change: change.value });
    setBusy(false);
    if (!result.ok) return setSaid(pageErrorSentence(result.error));
    onChanged(result.value);
    onClose();
  };

  const text = (name: 'header' | 'value' | 'pointer' | 'json', label: string, disabled = false) => (
    <label className="field">
      <span>{label}</span>
      <input
        className="input"
        dir="auto"
        spellCheck={false}
        disabled={disabled}
        value={form[name]}
        onChange={(event) => edit({ [name]: event.target.value })}
      />
    </label>
  );

  return (
    <Modal className="modal wide" isOpen onOpenChange={(open) => !open && onClose()}>
      <Dialog className="dialog">
        <Heading slot="title">{GROUP_WORDS.changeTitle}</Heading>
        <p className="quiet">{about}</p>
        <form
          className="edit-form"
          onSubmit={(event) => {
            event.preventDefault();
            void (ready === null ? look() : apply());
          }}
        >
          <fieldset className="radios">
            <legend>{GROUP_WORDS.what}</legend>
            {(['header', 'json'] as const).map((kind) => (
              <label key={kind} className="radio-line">
                <input
                  type="radio"
                  name="change-kind"
                  checked={form.kind === kind}
                  onChange={() => edit({ kind })}
                />
                {GROUP_WORDS[kind]}
              </label>
            ))}
          </fieldset>
          {form.kind === 'header' ? (
            <>
              {text('header', GROUP_WORDS.headerName)}
              {text('value', GROUP_WORDS.headerValue, form.remove)}
              <label className="radio-line">
                <input
                  type="checkbox"
                  checked={form.remove}
                  onChange={(event) => edit({ remove: event.target.checked })}
                />
                {GROUP_WORDS.removeHeader}
              </label>
            </>
          ) : (
            <>
              {text('pointer', GROUP_WORDS.pointer)}
              {text('json', GROUP_WORDS.newValue)}
            </>
          )}
          {shown !== null && <Preview preview={shown} />}
          <div className="edit-foot">
            <p className="edit-notes" role="status">
              {said !== '' && <span className="trouble">{said}</span>}
            </p>
            <Button className="button" onPress={onClose}>
              {GROUP_WORDS.cancel}
            </Button>
            <Button className="button primary" type="submit" isPending={busy}>
              {ready === null ? GROUP_WORDS.preview : applyWords(ready.changed)}
            </Button>
          </div>
        </form>
      </Dialog>
    </Modal>
  );
}

function Preview({ preview }: { readonly preview: ChangePreview }) {
  const side = (value: string | null) =>
    value === null ? <em className="quiet">{GROUP_WORDS.nothing}</em> : <Data text={value} />;
  return (
    <section className="preview" aria-live="polite">
      <p>{changedCounts(preview.changed, preview.same, preview.refused)}</p>
      {preview.examples.length > 0 && (
        <table className="pairs" aria-label={GROUP_WORDS.examples}>
          <thead>
            <tr>
              <th scope="col">{GROUP_WORDS.before}</th>
              <th scope="col">{GROUP_WORDS.after}</th>
            </tr>
          </thead>
          <tbody>
            {preview.examples.map((example) => (
              <tr key={example.id}>
                <td>{side(example.before)}</td>
                <td>{side(example.after)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className="quiet">{GROUP_WORDS.key}</p>
    </section>
  );
}
