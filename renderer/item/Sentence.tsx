import { Fragment } from 'react';
import { printable } from '../../shared/messages/printable.ts';
import { Data } from '../bodies/Data.tsx';

/** Another item that a sentence names by its id. */
export interface NamedItem {
  readonly id: string;
  readonly title: string;
}

/** A sentence of ours that may have data of others in it; ids of items become links that say their titles. */
export function Sentence({
  text,
  links,
  onOpen,
}: {
  readonly text: string;
  readonly links: readonly NamedItem[];
  readonly onOpen: (id: string) => void;
}) {
  const named = links.find(({ id }) => text.includes(id));
  if (named === undefined) return printable(text);
  const { id, title } = named;
  const [before = '', ...after] = text.split(id);
  return (
    <Fragment>
      {printable(before)}
      <button type="button" className="link" onClick={() => onOpen(id)}>
        <Data text={title} />
      </button>
      {printable(after.join(id))}
    </Fragment>
  );
}
