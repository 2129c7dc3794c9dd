import { useEffect, useRef, useState } from 'react';
import {
  EXPORT_WORDS,
  exportedWords,
  exportTitle,
  savingWords,
} from '../../shared/messages/export-words.ts';
import { pageErrorSentence } from '../../shared/messages/page-error-sentences.ts';
import { bringsSecrets, type ExportFormat } from '../../shared/outbox/export-format.ts';
import type { Target } from '../actions/action.ts';
import { SureDialog } from '../actions/SureDialog.tsx';
import { saveFile } from '../bodies/save-file.ts';
import { useClient } from '../live/client.ts';
import { CheckLine } from '../shell/CheckLine.tsx';
import { FormDialog } from '../shell/FormDialog.tsx';
import { Radios } from '../shell/Radios.tsx';
import { useToasts } from '../shell/use-toasts.ts';
import { EXPORT_FILES, exportAll } from './export-file.ts';

interface Props {
  readonly target: Target;
  readonly onDone: () => void;
}

/** Saves items as a file for other programs; a second question comes before secrets. */
export function ExportDialog({ target, onDone }: Props) {
  const client = useClient();
  const toasts = useToasts();
  const [format, setFormat] = useState<ExportFormat>('csv');
  const [bodies, setBodies] = useState(false);
  const [secrets, setSecrets] = useState(false);
  const [asking, setAsking] = useState(false);
  const [done, setDone] = useState<number | null>(null);
  const [said, setSaid] = useState('');
  const stop = useRef<AbortController | null>(null);
  useEffect(() => () => stop.current?.abort(), []);

  const save = async (withSecrets: boolean) => {
    const giveUp = new AbortController();
    stop.current = giveUp;
    setSaid('');
    setDone(0);
    const asked = {
      items: target.items,
      format,
      bodies: bodies && format === 'har',
      secrets: withSecrets,
      secretsConfirmed: withSecrets,
    };
    const exported = await exportAll(client, asked, setDone, giveUp.signal);
    if (giveUp.signal.aborted) return;
    setDone(null);
    if (!exported.ok) return setSaid(pageErrorSentence(exported.error));
    if (exported.value === null) return;
    const { name, type, mark } = EXPORT_FILES[format];
    saveFile(name, [mark, ...exported.value.texts], type);
    toasts.say(exportedWords(exported.value.items, name));
    onDone();
  };

  const wantsSecrets = secrets && bringsSecrets(format);
  if (asking)
    return (
      <SureDialog
        title={EXPORT_WORDS.secretsTitle}
        text={EXPORT_WORDS.secretsText}
        confirm={EXPORT_WORDS.secretsConfirm}
        keep={EXPORT_WORDS.secretsKeep}
        onDone={() => setAsking(false)}
        onSure={() => void save(true)}
      />
    );
  return (
    <FormDialog
      title={exportTitle(target.count)}
      hint={EXPORT_WORDS.hint}
      said={said}
      action={EXPORT_WORDS.save}
      isBusy={done !== null}
      onClose={onDone}
      onSubmit={async () => (wantsSecrets ? setAsking(true) : await save(false))}
    >
      <Radios
        legend={EXPORT_WORDS.format}
        options={EXPORT_WORDS.formats}
        value={format}
        onChange={setFormat}
      />
      {format === 'har' && (
        <CheckLine label={EXPORT_WORDS.bodies} isChecked={bodies} onChange={setBodies} />
      )}
      {bringsSecrets(format) && (
        <CheckLine label={EXPORT_WORDS.secrets} isChecked={secrets} onChange={setSecrets} />
      )}
      {done !== null && done > 0 && (
        <p role="status">{savingWords(done, Math.max(done, target.count))}</p>
      )}
    </FormDialog>
  );
}
