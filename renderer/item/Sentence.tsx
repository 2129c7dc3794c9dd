import { Fragment } from 'react';
import { printable } from '../../shared/messages/printable.ts';

/** A sentence of ours that may have data of others in it; ids of items become links. */
export function Sentence({
  text,
  links,
  onOpen,
}: {
  readonly text: string;
  readonly links: readonly string[];
  readonly onOpen: (id: string) => void;
}) {
  const ids = links.filter((id) => text.includes(id));
  const [id] = ids;
  if (id === undefined) return printable(text);
  const [before = '', ...after] = text.split(id);
  return (
    <Fragment>
      {printable(before)}
      <button type="button" className="link" onClick={() => onOpen(id)}>
        {id.slice(-8)}
      </button>
      {printable(after.join(id))}
    </Fragment>
  );
}
