import { useRef, useState } from 'react';
import { Button, Dialog, Heading, Modal } from 'react-aria-components';
import type { OutboxError } from '../../shared/contracts/errors.ts';
import {
  EDIT_WORDS,
  formProblemSentence,
  keyNoteSentence,
} from '../../shared/messages/edit-words.ts';
import { ITEM_WORDS } from '../../shared/messages/item-words.ts';
import { pageErrorSentence } from '../../shared/messages/page-error-sentences.ts';
import type { Item } from '../../shared/outbox/item.ts';
import { METHODS } from '../../shared/outbox/request.ts';
import { ServerSaid } from '../item/ServerSaid.tsx';
import { useClient } from '../live/client.ts';
import { useCall } from '../live/use-call.ts';
import { BodyFields } from './BodyFields.tsx';
import { type EditForm, formOf, withNewPart } from './edit-form.ts';
import { editInput, keyNote, uploadsOf } from './edit-input.ts';
import { HiddenCharacters } from './HiddenCharacters.tsx';
import { Rows } from './Rows.tsx';
import { useUploads } from './use-uploads.ts';
import './edit.css';
import { Unread } from '../shell/PlaceHolder.tsx';

interface Props {
  /** As it is now; it may move on while the dialog is open. */
  readonly item: Item;
  readonly onClose: () => void;
  readonly onSaved: (item: Item) => void;
}

/** A new revision of an item: what was sent before is kept. */
export function EditDialog({ item, onClose, onSaved }: Props) {
  const [opened] = useState(item);
  const { value, error } = useCall('request', { id: opened.id });
  return (
    <Modal className="modal wide" isOpen onOpenChange={(open) => !open && onClose()}>
      <Dialog className="dialog">
        <Heading slot="title">{EDIT_WORDS.title}</Heading>
        <ServerSaid item={opened} className="notice" />
        {error !== null && <Unread error={error} />}
        {error === null && value === null && <p className="quiet">{ITEM_WORDS.loading}</p>}
        {value !== null && (
          <Fields
            item={item}
            opened={opened}
            first={formOf(opened, value)}
            onClose={onClose}
            onSaved={onSaved}
          />
        )}
      </Dialog>
    </Modal>
  );
}

interface FieldsProps extends Props {
  readonly opened: Item;
  readonly first: EditForm;
}

function Fields({ item, opened, first, onClose, onSaved }: FieldsProps) {
  const client = useClient();
  const [before] = useState(first);
  const [form, setForm] = useState(first);
  const [refusal, setRefusal] = useState<OutboxError | null>(null);
  const [saving, setSaving] = useState(false);
  const latest = useRef(form);
  const update = (change: (form: EditForm) => EditForm) => {
    latest.current = change(latest.current);
    setForm(latest.current);
  };
  const uploads = useUploads(() => latest.current, update);
  const input = editInput(opened.id, before, form);
  const movedOn = item.revision !== opened.revision;
  const sending = item.state === 'sending';

  const save = async () => {
    if (!input.ok) return;
    setSaving(true);
    const result = await client.call('edit', input.value);
    setSaving(false);
    if (!result.ok) return setRefusal(result.error);
    uploads.handOver(uploadsOf(latest.current));
    onSaved(result.value.item);
    onClose();
  };

  const field = (name: 'url' | 'title' | 'notBefore', label: string, type: string) => (
    <label className="field">
      <span>{label}</span>
      <input
        className="input"
        type={type}
        dir={type === 'text' ? 'auto' : undefined}
        value={form[name]}
        onChange={(event) => update((one) => ({ ...one, [name]: event.target.value }))}
      />
      <HiddenCharacters text={form[name]} />
    </label>
  );

  return (
    <form
      className="edit-form"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div className="edit-line">
        <label className="field">
          <span>{EDIT_WORDS.method}</span>
          <select
            className="input"
            value={form.method}
            onChange={(event) => update((one) => ({ ...one, method: event.target.value }))}
          >
            {METHODS.map((method) => (
              <option key={method}>{method}</option>
            ))}
          </select>
        </label>
        {field('url', EDIT_WORDS.url, 'text')}
      </div>
      <div className="edit-line">
        {field('title', EDIT_WORDS.itemTitle, 'text')}
        {field('notBefore', EDIT_WORDS.notBefore, 'datetime-local')}
      </div>
      <fieldset>
        <legend>{EDIT_WORDS.headers}</legend>
        <Rows
          rows={form.headers}
          nextKey={form.nextKey}
          words={{
            name: EDIT_WORDS.headerName,
            value: EDIT_WORDS.headerValue,
            add: EDIT_WORDS.addHeader,
          }}
          onChange={(headers, nextKey) => update((one) => ({ ...one, headers, nextKey }))}
        />
      </fieldset>
      <fieldset>
        <legend>{EDIT_WORDS.body}</legend>
        <BodyFields
          form={form}
          onChange={(next) => update(() => next)}
          onFile={uploads.begin}
          onNewFile={(file) => {
            const key = latest.current.nextKey;
            const draft = {
              kind: 'uploading',
              filename: file.name,
              size: file.size,
              sent: 0,
            } as const;
            update((one) =>
              withNewPart(one, {
                key,
                kind: 'file',
                name: '',
                filename: file.name,
                contentType: file.type,
                file: draft,
              }),
            );
            uploads.begin(key, file);
          }}
        />
      </fieldset>
      <div className="edit-foot">
        <div className="edit-notes" role="status">
          {sending && <p className="notice">{EDIT_WORDS.sendingNow}</p>}
          {movedOn && <p className="notice">{EDIT_WORDS.movedOn}</p>}
          {refusal !== null && <p className="trouble">{pageErrorSentence(refusal)}</p>}
          {input.ok ? (
            <p className="quiet">
              {keyNoteSentence(keyNote(item, input.value))} {EDIT_WORDS.historyKept}
            </p>
          ) : (
            <p className="quiet">{formProblemSentence(input.error)}</p>
          )}
        </div>
        <Button className="button" onPress={onClose}>
          {EDIT_WORDS.cancel}
        </Button>
        <Button
          className="button primary"
          type="submit"
          isDisabled={!input.ok || sending || movedOn}
          isPending={saving}
        >
          {EDIT_WORDS.save}
        </Button>
      </div>
    </form>
  );
}
