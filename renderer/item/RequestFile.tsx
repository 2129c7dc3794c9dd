import { useState } from 'react';
import { Button } from 'react-aria-components';
import { ITEM_WORDS } from '../../shared/messages/item-words.ts';
import { mediaTypeOf } from '../bodies/body-form.ts';
import type { ByteSource } from '../bodies/byte-source.ts';
import { StoredBody } from '../bodies/StoredBody.tsx';
import { useClient } from '../live/client.ts';

interface Props {
  readonly id: string;
  readonly revision: number;
  /** Null for a raw body. */
  readonly part: number | null;
  readonly contentType: string;
  readonly label: string;
}

/** What is in a file of a request. Pictures show themselves, everything else when asked. */
export function RequestFile({ id, revision, part, contentType, label }: Props) {
  const client = useClient();
  const [shown, setShown] = useState(mediaTypeOf(contentType).startsWith('image/'));
  const source: ByteSource = {
    key: `${id}/${revision}/${part}`,
    contentType,
    read: (offset, length) => client.call('requestFile', { id, revision, part, offset, length }),
  };
  return shown ? (
    <StoredBody key={source.key} source={source} label={label} />
  ) : (
    <Button className="button" onPress={() => setShown(true)}>
      {ITEM_WORDS.showFile}
    </Button>
  );
}
