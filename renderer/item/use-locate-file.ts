import { useEffect, useRef, useState } from 'react';
import type { BodyView } from '../../shared/contracts/request-view.ts';
import { pageErrorSentence } from '../../shared/messages/page-error-sentences.ts';
import type { Item } from '../../shared/outbox/item.ts';
import { uploadFile } from '../edit/upload-file.ts';
import { useClient } from '../live/client.ts';
import { useCall } from '../live/use-call.ts';

export type Locating =
  | { readonly kind: 'choosing'; readonly trouble: string | null }
  | { readonly kind: 'bringing'; readonly file: File; readonly sent: number }
  /** It is another one than was accepted; somebody has to say that it is a new version. */
  | { readonly kind: 'differs'; readonly file: File };

const CHOOSING: Locating = { kind: 'choosing', trouble: null };

/**
 * Brings a chosen file to the outbox in place of the one that is missed. A page has no path to give, so it goes over as an
 * upload, and the outbox keeps a copy; one of another size is not brought before somebody wants it as a new version.
 */
export function useLocateFile(item: Item, onFound: (isNew: boolean) => void) {
  const client = useClient();
  const request = useCall('request', { id: item.id, revision: item.revision });
  const [state, setState] = useState<Locating>(CHOOSING);
  const closed = useRef(false);
  useEffect(() => {
    closed.current = false;
    return () => {
      closed.current = true;
    };
  }, []);

  const bring = async (file: File, newVersion: boolean) => {
    const sizes = request.value === null ? null : sizesElsewhere(request.value.body);
    if (!newVersion && sizes?.includes(file.size) === false)
      return setState({ kind: 'differs', file });
    setState({ kind: 'bringing', file, sent: 0 });
    const brought = await uploadFile(
      client,
      file,
      file.name,
      () => !closed.current,
      (sent) => setState({ kind: 'bringing', file, sent }),
    );
    if (closed.current || (brought.ok && brought.value === null)) return;
    const located = brought.ok
      ? await client.call('locateFile', {
          id: item.id,
          file: { upload: brought.value ?? '' },
          newVersion,
        })
      : brought;
    if (located.ok) onFound(newVersion);
    else if (located.error.code === 'FILE_DIFFERS') setState({ kind: 'differs', file });
    else setState({ kind: 'choosing', trouble: pageErrorSentence(located.error) });
  };

  return { state, bring: (file: File, newVersion: boolean) => void bring(file, newVersion) };
}

/** Of the files that were left where they were: the one that is missed is among them. */
function sizesElsewhere(body: BodyView): readonly number[] {
  const files =
    body.kind === 'file'
      ? [body.file]
      : body.kind === 'multipart'
        ? body.parts.flatMap((part) => (part.kind === 'file' ? [part.file] : []))
        : [];
  return files.filter((file) => file.kind === 'reference').map((file) => file.size);
}
