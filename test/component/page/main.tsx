import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { GroupsView } from '../../../renderer/groups/GroupsView.tsx';
import { HealthView } from '../../../renderer/health/HealthView.tsx';
import { PracticeView } from '../../../renderer/health/PracticeView.tsx';
import { ItemView } from '../../../renderer/item/ItemView.tsx';
import { ClientContext } from '../../../renderer/live/client.ts';
import type { OutboxClient, OutboxEvent } from '../../../renderer/transport/outbox-client.ts';
import '../../../renderer/styles/tokens.css';
import '../../../renderer/styles/controls.css';
import { fromPlain, type Plain, toPlain } from './plain.ts';

declare global {
  interface Window {
    /** Played by the test. */
    answerCall(name: string, input: Plain): Promise<Plain>;
    /** What the view asked of whoever stands around it. */
    note(what: string, detail: Plain): Promise<void>;
    tell(event: OutboxEvent): void;
  }
}

const listeners = new Set<(event: OutboxEvent) => void>();
window.tell = (event) => {
  for (const listener of listeners) listener(event);
};

const client = {
  call: async (name: string, input: unknown) =>
    fromPlain(await window.answerCall(name, toPlain(input))),
  subscribe: (listener: (event: OutboxEvent) => void) => {
    listeners.add(listener);
    listener({ kind: 'connection', state: 'open' });
    return () => listeners.delete(listener);
  },
} as unknown as OutboxClient;

const note = (what: string) => (detail: unknown) => void window.note(what, toPlain(detail));

function View() {
  const [view, id] = location.hash.slice(1).split('/');
  const [shown, setShown] = useState(id ?? '');
  switch (view) {
    case 'groups':
      return (
        <GroupsView
          actions={{
            allOf: (group) => ({ filter: { group: group.key } }),
            performOn: (items, count, action) => note('performOn')({ items, count, action }),
            changed: note('changed'),
          }}
          onOpenItem={note('openItem')}
          onOpenGroup={note('openGroup')}
        />
      );
    case 'health':
      return (
        <HealthView
          links={{ openItem: note('openItem'), openAccounts: () => note('accounts')({}) }}
        />
      );
    case 'practice':
      return <PracticeView onQueue={() => {}} />;
    default:
      return (
        <ItemView
          id={shown}
          actions={{
            perform: (item, step) => note('perform')({ id: item.id, step }),
            edited: note('edited'),
            located: note('located'),
            export: note('export'),
          }}
          onOpen={setShown}
          onClose={() => note('close')({})}
        />
      );
  }
}

const root = document.getElementById('root');
if (root !== null)
  createRoot(root).render(
    <ClientContext value={client}>
      <View />
    </ClientContext>,
  );
