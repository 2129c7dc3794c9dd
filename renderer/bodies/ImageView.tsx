import { useEffect, useState } from 'react';
import { BODY_WORDS } from '../../shared/messages/item-words.ts';

/** A picture from bytes that are here already: nothing is loaded from anywhere. */
export function ImageView({
  pieces,
  mediaType,
  label,
}: {
  readonly pieces: readonly Uint8Array[];
  readonly mediaType: string;
  readonly label: string;
}) {
  const [url, setUrl] = useState<string | null>(null);
  const [broken, setBroken] = useState(false);
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([...pieces] as BlobPart[], { type: mediaType }));
    setUrl(made);
    setBroken(false);
    return () => URL.revokeObjectURL(made);
  }, [pieces, mediaType]);
  if (broken) return <p className="quiet">{BODY_WORDS.brokenImage}</p>;
  return (
    url !== null && (
      <img className="image-view" src={url} alt={label} onError={() => setBroken(true)} />
    )
  );
}
