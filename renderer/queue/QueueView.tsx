import { Suspense, useCallback, useEffect, useMemo, useReducer, useState } from 'react';
import { Button, Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { QUEUE_WORDS, TAB_WORDS } from '../../shared/messages/queue-words.ts';
import type { Item } from '../../shared/outbox/item.ts';
import { useActions } from '../actions/use-actions.ts';
import { lazyPart } from '../shell/lazy-part.ts';
import { Loading, Trouble } from '../shell/PlaceHolder.tsx';
import { useRouter } from '../shell/use-route.ts';
import { ActionBar } from './ActionBar.tsx';
import { Banners } from './Banners.tsx';
import { EmptyList } from './EmptyList.tsx';
import { ItemList } from './ItemList.tsx';
import { QUEUE_TABS, type QueueTab } from './list-query.ts';
import { itemsAtHand, knownRows, rowAt, rowOf } from './page-window.ts';
import { QueueTools } from './QueueTools.tsx';
import { type Point, RowMenu } from './RowMenu.tsx';
import { SearchBox } from './SearchBox.tsx';
import { type ChoiceEvent, type Chosen, chosenAfter, isEmpty, isWhole, NONE } from './selection.ts';
import { TabCount } from './TabCount.tsx';
import { allIn, targetOf } from './target.ts';
import { useRowsFocus } from './use-held-focus.ts';
import { useItemFocus } from './use-item-focus.ts';
import { useOffers } from './use-offers.ts';
import { useQueueKeys } from './use-queue-keys.ts';
import { useQueueList } from './use-queue-list.ts';
import { useTabInSight } from './use-tab-in-sight.ts';
import './queue.css';

const HelpDialog = lazyPart(async () => (await import('./HelpDialog.tsx')).HelpDialog);

/** Everything that is in the tray, and what can be done with it. */
export function QueueView() {
  const { route, openItem, closeItem, openList } = useRouter();
  const { list: view } = route;
  const { store, state, total } = useQueueList(view);
  const { list } = state;
  const items = useMemo(() => itemsAtHand(list), [list]);
  const order = useMemo(() => items.map((item) => item.id), [items]);
  const [chosen, choose] = useReducer(
    (before: Chosen, { event, ids }: { event: ChoiceEvent; ids: readonly string[] }) =>
      chosenAfter(before, event, ids),
    NONE,
  );
  const select = useCallback((event: ChoiceEvent) => choose({ event, ids: order }), [order]);
  const [menu, setMenu] = useState<{ readonly item: Item; readonly at: Point } | null>(null);
  const [helping, setHelping] = useState(false);
  const offer = useOffers();
  const { ask } = useActions();

  useEffect(() => choose({ event: { kind: 'none' }, ids: [] }), [view]);
  useEffect(
    () => store.onLeft((ids) => choose({ event: { kind: 'left', ids }, ids: [] })),
    [store],
  );

  const [cursor, setCursor] = useState<{ readonly id: string | null; readonly row: number }>({
    id: null,
    row: 0,
  });
  const found = cursor.id === null ? -1 : rowOf(list, cursor.id);
  const active = found >= 0 ? found : Math.max(0, Math.min(cursor.row, knownRows(list) - 1));
  const activate = useCallback(
    (row: number) => setCursor({ id: rowAt(list, row)?.id ?? null, row }),
    [list],
  );

  const [moves, setMoves] = useState(0);
  const toList = useCallback(() => setMoves((before) => before + 1), []);
  const held = useRowsFocus();
  const entering = useItemFocus(route.item, toList);

  const whole = { view, total, items };
  const target = targetOf(chosen, whole);
  const shownTarget = menu === null ? null : targetOf(chosen, whole, menu.item);
  const onGridKey = useQueueKeys({
    list,
    order,
    active,
    item: rowAt(list, active),
    target: isEmpty(chosen) ? null : target,
    onMove: (row) => {
      activate(row);
      toList();
      const item = rowAt(list, row);
      if (route.item !== null && item !== null) openItem(item.id, true);
    },
    onSelect: select,
    onOffer: offer,
    onOpen: ({ id }) => {
      entering(id);
      openItem(id);
    },
    onMenu: (item, at) => setMenu({ item, at }),
    onHelp: () => setHelping(true),
    onBack: () => {
      if (!isEmpty(chosen)) select({ kind: 'none' });
      else if (route.item !== null) closeItem();
    },
  });

  const tabRow = useTabInSight(view.tab);

  const empty = knownRows(list) === 0;
  return (
    <section className="queue" aria-labelledby="queue-title">
      <h1 id="queue-title" className="visually-hidden">
        {QUEUE_WORDS.title}
      </h1>
      <div className="queue-head">
        <SearchBox
          search={view.search}
          found={total}
          onSearch={(search) => openList({ search }, true)}
          onLeave={toList}
        />
        <QueueTools
          sort={view.sort}
          onSort={(sort) => openList({ sort })}
          onExport={() => ask({ kind: 'export', target: allIn(whole) })}
          onHelp={() => setHelping(true)}
        />
      </div>
      <Banners />
      {view.group !== null && (
        <div className="banner">
          <span>{QUEUE_WORDS.groupOnly}</span>
          <Button className="button" onPress={() => openList({ group: null })}>
            {QUEUE_WORDS.showAll}
          </Button>
        </div>
      )}
      <Tabs
        className="queue-tabs"
        selectedKey={view.tab}
        onSelectionChange={(key) => openList({ tab: key as QueueTab, group: null })}
      >
        <TabList ref={tabRow} className="tab-row" aria-label={QUEUE_WORDS.tabs}>
          {QUEUE_TABS.map((tab) => (
            <Tab key={tab} id={tab} className="queue-tab">
              {TAB_WORDS[tab]} <TabCount tab={tab} />
            </Tab>
          ))}
        </TabList>
        <TabPanel key={view.tab} id={view.tab} className="queue-panel">
          {state.error !== null && empty && <Trouble error={state.error} onRetry={store.refresh} />}
          {state.error === null && empty && list.tail !== null && <Loading />}
          {state.error === null && empty && list.tail === null && (
            <EmptyList view={view} onClear={() => openList({ search: '', group: null })} />
          )}
          {!empty && (
            <ItemList
              key={JSON.stringify(view)}
              list={list}
              total={total}
              chosen={chosen}
              active={active}
              moves={moves}
              held={held}
              openId={route.item}
              onLook={store.look}
              onChooseAll={() =>
                select(isEmpty(chosen) ? { kind: 'these', ids: order } : { kind: 'none' })
              }
              onActivate={activate}
              onKeyDown={onGridKey}
              onOpen={(item) => openItem(item.id)}
              onChoose={(item, range) => select({ kind: range ? 'range' : 'toggle', id: item.id })}
              onMenu={(item, at) => setMenu({ item, at })}
            />
          )}
          {!isEmpty(chosen) && (
            <ActionBar
              {...target}
              count={target.target.count}
              all={
                isWhole(chosen, total ?? items.length)
                  ? null
                  : { count: total, searched: view.search !== '' || view.group !== null }
              }
              onOffer={(one) => offer(one, target.target, target.single)}
              onChooseAll={() => select({ kind: 'all' })}
              onClear={() => select({ kind: 'none' })}
            />
          )}
        </TabPanel>
      </Tabs>
      {menu !== null && shownTarget !== null && (
        <RowMenu
          at={menu.at}
          states={shownTarget.states}
          single={shownTarget.single}
          onOffer={(one) => offer(one, shownTarget.target, shownTarget.single)}
          onClose={() => setMenu(null)}
        />
      )}
      {helping && (
        <Suspense fallback={null}>
          <HelpDialog onClose={() => setHelping(false)} />
        </Suspense>
      )}
    </section>
  );
}
