import { Fragment } from 'react';
import { printable } from '../../shared/messages/printable.ts';
import type { Item } from '../../shared/outbox/item.ts';

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

/** What people call an item. */
export const titleOf = (item: Pick<Item, 'title' | 'method' | 'url'>): string =>
  item.title === null || item.title === '' ? `${item.method} ${pathOf(item.url)}` : item.title;

export function pathOf(url: string): string {
  if (!URL.canParse(url)) return url;
  const { pathname, search } = new URL(url);
  return `${pathname}${search}`;
}
