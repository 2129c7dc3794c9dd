import { useMemo, useState } from 'react';
import { Button } from 'react-aria-components';
import { BODY_WORDS, firstBytes, ITEM_WORDS, shownOf } from '../../shared/messages/item-words.ts';
import { Unread } from '../shell/PlaceHolder.tsx';
import { type ByteSource, textPages } from './byte-source.ts';
import { Data } from './Data.tsx';
import { HexView } from './HexView.tsx';
import { ImageView } from './ImageView.tsx';
import { TextPages } from './TextPages.tsx';
import { TreeOfText } from './TreeOfText.tsx';
import { type LoadedBytes, useBytes } from './use-bytes.ts';
import { type BodyViewKind, ViewSwitch, viewsOf } from './ViewSwitch.tsx';

/** A stored body, read as far as it is shown. */
export function StoredBody({
  source,
  label,
}: {
  readonly source: ByteSource;
  readonly label: string;
}) {
  const bytes = useBytes(source);
  const [chosen, setChosen] = useState<BodyViewKind | null>(null);
  const { form, size, error } = bytes;
  if (error !== null) return <Unread error={error} />;
  if (form === null || size === null) return <p className="quiet">{ITEM_WORDS.loading}</p>;
  const views = viewsOf(form);
  const [first] = views;
  if (first === undefined) return <p className="quiet">{ITEM_WORDS.noBody}</p>;
  const view = chosen !== null && views.includes(chosen) ? chosen : first;
  return (
    <div className="body-view">
      <div className="body-bar">
        <ViewSwitch views={views} view={view} onChange={setChosen} />
        <span className="quiet">
          <Data text={source.contentType ?? ''} /> {shownOf(bytes.loaded, size)}
        </span>
      </div>
      {form.kind === 'text' && form.markup && <p className="quiet">{BODY_WORDS.source}</p>}
      <Shown bytes={bytes} view={view} size={size} source={source} label={label} />
      {view === 'text' && bytes.loaded < size && (
        <Button className="button" onPress={bytes.loadMore}>
          {BODY_WORDS.loadMore}
        </Button>
      )}
    </div>
  );
}

interface ShownProps {
  readonly bytes: LoadedBytes;
  readonly view: BodyViewKind;
  readonly size: number;
  readonly source: ByteSource;
  readonly label: string;
}

const HEX_BYTES = 4096;

function Shown({ bytes: { pieces, loaded, form }, view, size, source, label }: ShownProps) {
  const { contentType } = source;
  const pages = useMemo(() => textPages(pieces, contentType), [pieces, contentType]);
  const complete = loaded >= size;
  switch (view) {
    case 'tree':
      return complete ? (
        <TreeOfText pages={pages} label={label} />
      ) : (
        <p className="quiet">{ITEM_WORDS.loading}</p>
      );
    case 'text':
      return <TextPages pages={pages} label={label} />;
    case 'image':
      return complete && form?.kind === 'image' ? (
        <ImageView pieces={pieces} mediaType={form.mediaType} label={label} />
      ) : (
        <p className="quiet">{ITEM_WORDS.loading}</p>
      );
    case 'hex': {
      const head = (pieces[0] ?? new Uint8Array()).subarray(0, HEX_BYTES);
      return (
        <>
          {size > head.length && <p className="quiet">{firstBytes(head.length, size)}</p>}
          <HexView bytes={head} label={label} />
        </>
      );
    }
  }
}
