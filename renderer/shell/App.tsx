import { Suspense, useEffect, useState } from 'react';
import type { WindowBridge } from '../../shared/contracts/window-bridge.ts';
import { needYouWords, PAGE_WORDS, VIEW_WORDS } from '../../shared/messages/page-words.ts';
import { ActionsProvider } from '../actions/ActionsProvider.tsx';
import { useActions } from '../actions/use-actions.ts';
import { ClientContext } from '../live/client.ts';
import { withLastProgress } from '../live/last-progress.ts';
import { createLiveStore } from '../live/live-store.ts';
import { LiveContext, useLive } from '../live/use-live.ts';
import { needYouCount } from '../queue/list-query.ts';
import { QueueView } from '../queue/QueueView.tsx';
import { OPEN_ITEM_ID } from '../queue/use-item-focus.ts';
import { useTheme } from '../settings/theme.ts';
import type { OutboxClient } from '../transport/outbox-client.ts';
import { ConnectionNote } from './ConnectionNote.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { fetchParts, lazyPart } from './lazy-part.ts';
import { Nav } from './Nav.tsx';
import { NeedYouNote } from './NeedYouNote.tsx';
import { Loading, PlaceHolder } from './PlaceHolder.tsx';
import { START } from './route.ts';
import { Toasts } from './Toasts.tsx';
import { createToasts } from './toasts.ts';
import { RouterContext, useHistoryRoute, useRouter } from './use-route.ts';
import { ToastContext } from './use-toasts.ts';
import '../styles/forms.css';
import './shell.css';

const after = (ms: number, callback: () => void) => {
  const timer = setTimeout(callback, ms);
  return () => clearTimeout(timer);
};

const quiet = () => new Promise<void>((resolve) => requestIdleCallback(() => resolve()));

interface Props {
  readonly client: OutboxClient;
  /** Inside Electron. */
  readonly bridge?: WindowBridge | undefined;
}

/** The whole window over one outbox. */
export function App({ client: outbox, bridge }: Props) {
  const [client] = useState(() => withLastProgress(outbox));
  const [live] = useState(() => createLiveStore(client, { after }));
  const [toasts] = useState(() => createToasts({ after }));
  const router = useHistoryRoute(window, bridge);
  return (
    <ClientContext value={client}>
      <LiveContext value={live}>
        <ToastContext value={toasts}>
          <RouterContext value={router}>
            <ActionsProvider>
              <Frame />
            </ActionsProvider>
          </RouterContext>
        </ToastContext>
      </LiveContext>
    </ClientContext>
  );
}

function Frame() {
  const { route } = useRouter();
  const { connection, stats } = useLive();
  useTheme();
  const needYou = stats === null ? 0 : needYouCount(stats);

  const connected = stats !== null;
  useEffect(() => {
    if (connected) void fetchParts(quiet);
  }, [connected]);

  useEffect(() => {
    const name = `${VIEW_WORDS[route.view]} · ${PAGE_WORDS.product}`;
    document.title = needYou === 0 ? name : `${needYouWords(needYou)} · ${name}`;
  }, [route.view, needYou]);

  if (connection === 'refused')
    return <PlaceHolder title={PAGE_WORDS.refusedTitle} text={PAGE_WORDS.refused} />;
  return (
    <div className="frame" data-item={route.item === null ? 'closed' : 'open'}>
      <button
        type="button"
        className="skip"
        onClick={() => document.getElementById('content')?.focus()}
      >
        {PAGE_WORDS.skip}
      </button>
      <Nav />
      <main id="content" className="view" tabIndex={-1}>
        <ConnectionNote />
        <NeedYouNote />
        <ErrorBoundary key={route.view}>
          <Suspense fallback={<Loading />}>
            <View />
          </Suspense>
        </ErrorBoundary>
      </main>
      {route.item !== null && <OpenItem id={route.item} />}
      <Toasts />
    </div>
  );
}

const ItemView = lazyPart(async () => (await import('../item/ItemView.tsx')).ItemView);
const GroupsView = lazyPart(async () => (await import('../groups/GroupsView.tsx')).GroupsView);
const HealthView = lazyPart(async () => (await import('../health/HealthView.tsx')).HealthView);
const AccountsView = lazyPart(
  async () => (await import('../accounts/AccountsView.tsx')).AccountsView,
);
const SettingsView = lazyPart(
  async () => (await import('../settings/SettingsView.tsx')).SettingsView,
);
const PracticeView = lazyPart(
  async () => (await import('../health/PracticeView.tsx')).PracticeView,
);

function View() {
  const { route, openItem, openView, openList } = useRouter();
  const { forGroups } = useActions();
  switch (route.view) {
    case 'queue':
      return <QueueView />;
    case 'failures':
      return (
        <GroupsView
          actions={forGroups}
          onOpenItem={openItem}
          onOpenGroup={({ key }) => openList({ ...START.list, tab: 'needsYou', group: key })}
        />
      );
    case 'health':
      return <HealthView links={{ openItem, openAccounts: () => openView('accounts') }} />;
    case 'accounts':
      return <AccountsView />;
    case 'settings':
      return <SettingsView />;
    case 'practice':
      return <PracticeView onQueue={() => openList(START.list)} />;
  }
}

function OpenItem({ id }: { readonly id: string }) {
  const { openItem, closeItem } = useRouter();
  const { forItem } = useActions();
  return (
    <div id={OPEN_ITEM_ID} className="open-item" tabIndex={-1}>
      <ErrorBoundary key={id}>
        <Suspense fallback={<Loading />}>
          <ItemView id={id} actions={forItem} onOpen={openItem} onClose={closeItem} />
        </Suspense>
      </ErrorBoundary>
    </div>
  );
}
