import type { Item } from '../outbox/item.ts';

/** What people call an item. */
export const titleOf = (item: Pick<Item, 'title' | 'method' | 'url'>): string =>
  item.title === null || item.title === '' ? `${item.method} ${pathOf(item.url)}` : item.title;

export function pathOf(url: string): string {
  if (!URL.canParse(url)) return url;
  const { pathname, search } = new URL(url);
  return withBraces(`${pathname}${search}`);
}

/** Placeholders as they were written, where a URL parser has encoded them. */
export const withBraces = (path: string): string =>
  path.replaceAll('%7B%7B', '{{').replaceAll('%7D%7D', '}}');
