import { type Item, type ItemState, type OutTray } from '../client/index.ts';
import { el, find } from './page.ts';

/** What people who inspect want to know; the outbox's own window has the details. */
const WORDS: Readonly<Record<ItemState, string>> = {
  queued: 'safe on this computer, will be sent',
  waiting: 'safe on this computer, will be sent later',
  sending: 'is being sent',
  delivered: 'delivered',
  attention: 'needs you: open OutTray',
  unconfirmed: 'may have arrived: open OutTray',
  held: 'on hold',
  cancelled: 'cancelled',
};

const MOST = 50;

/** Shows this app's own items, newest first, and keeps them as they are. */
export function followInspections(outtray: OutTray): void {
  const list = find('inspections', HTMLUListElement);
  const empty = find('empty', HTMLElement);
  let reading = false;
  let again = false;

  /** One reading at a time; what happens meanwhile is read right after it. */
  async function read(): Promise<void> {
    again = true;
    if (reading) return;
    reading = true;
    while (again) {
      again = false;
      const page = await outtray.list({ limit: MOST });
      if (page.ok) show(page.value.items);
    }
    reading = false;
  }

  function show(items: readonly Item[]): void {
    empty.hidden = items.length > 0;
    list.replaceChildren(...items.map(entry));
  }

  function entry(item: Item): HTMLLIElement {
    const line = el('li', {}, el('div', { textContent: item.title ?? item.url }));
    line.dataset['state'] = item.state;
    line.append(el('span', { className: 'quiet', textContent: WORDS[item.state] }));
    const act = (label: string, call: (ids: readonly string[]) => Promise<unknown>): void => {
      const button = el('button', { type: 'button', textContent: label });
      button.addEventListener('click', () => void call([item.id]));
      line.append(el('div', {}, button));
    };
    if (item.state === 'queued' || item.state === 'waiting') act('Cancel', outtray.cancel);
    if (item.state === 'attention') act('Try again', outtray.retry);
    return line;
  }

  // Listening comes first: what happens while the list is read is not missed.
  outtray.subscribe((news) => {
    if (news.kind !== 'progress') void read();
  });
  void read();
}
