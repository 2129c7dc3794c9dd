import { useEffect, useRef } from 'react';
import { pageErrorSentence } from '../../shared/messages/page-error-sentences.ts';
import { useClient } from '../live/client.ts';
import { type EditForm, type FilePlace, hasPlace, withChosen, withFile } from './edit-form.ts';
import { uploadFile } from './upload-file.ts';

type Update = (change: (form: EditForm) => EditForm) => void;

export interface Uploads {
  readonly begin: (place: FilePlace, file: File) => void;
  /** These are the outbox's own from now on. */
  readonly handOver: (uploads: readonly string[]) => void;
}

/**
 * Brings chosen files to the outbox while the form is open, and says in the form how far they are. What is not handed
 * over when the form closes is dropped.
 */
export function useUploads(current: () => EditForm, update: Update): Uploads {
  const client = useClient();
  const arrived = useRef<string[]>([]);
  const closed = useRef(false);
  /** Which choice is the latest for a place; an earlier one is no longer wanted. */
  const latest = useRef(new Map<FilePlace, File>());

  useEffect(() => {
    closed.current = false;
    return () => {
      closed.current = true;
      for (const upload of arrived.current) void client.call('uploads.drop', { upload });
    };
  }, [client]);

  const bring = async (place: FilePlace, file: File) => {
    const wanted = () =>
      !closed.current && latest.current.get(place) === file && hasPlace(current(), place);
    const { name: filename, size } = file;
    const result = await uploadFile(client, file, filename, wanted, (sent) =>
      update((form) => withFile(form, place, { kind: 'uploading', filename, size, sent })),
    );
    if (!result.ok) {
      const sentence = pageErrorSentence(result.error);
      update((form) => withFile(form, place, { kind: 'failed', filename, sentence }));
      return;
    }
    const upload = result.value;
    if (upload === null) return;
    if (!wanted()) {
      await client.call('uploads.drop', { upload });
      return;
    }
    arrived.current.push(upload);
    update((form) => withFile(form, place, { kind: 'uploaded', upload, filename, size }));
  };

  return {
    begin: (place, file) => {
      latest.current.set(place, file);
      update((form) => withChosen(form, place, file));
      void bring(place, file);
    },
    handOver: (uploads) => {
      arrived.current = arrived.current.filter((one) => !uploads.includes(one));
    },
  };
}
