import { ArrowDownUp, Check, MoreHorizontal, RefreshCw } from 'lucide-react';
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { ACTION_WORDS } from '../../shared/messages/action-words.ts';
import { PAGE_WORDS } from '../../shared/messages/page-words.ts';
import { QUEUE_WORDS, SORT_WORDS } from '../../shared/messages/queue-words.ts';
import { LIST_SORTS, type ListSort } from '../../shared/outbox/list-sort.ts';
import { useActions } from '../actions/use-actions.ts';
import { useLive } from '../live/use-live.ts';

interface Props {
  readonly sort: ListSort;
  readonly onSort: (sort: ListSort) => void;
  readonly onExport: () => void;
  readonly onHelp: () => void;
}

/** What can be done with the queue as a whole. */
export function QueueTools({ sort, onSort, onExport, onHelp }: Props) {
  const { sync, pause, resume } = useActions();
  const { stats } = useLive();
  const paused = stats?.pauses.some((one) => one.scope === 'all') ?? false;
  return (
    <div className="queue-tools">
      <MenuTrigger>
        <Button className="button" aria-label={`${QUEUE_WORDS.sort}: ${SORT_WORDS[sort]}`}>
          <ArrowDownUp size={16} aria-hidden="true" />
        </Button>
        <Popover className="popover" placement="bottom end">
          <Menu
            className="menu"
            aria-label={QUEUE_WORDS.sort}
            selectionMode="single"
            selectedKeys={[sort]}
            disallowEmptySelection
          >
            {LIST_SORTS.map((one) => (
              <MenuItem key={one} id={one} className="menu-item" onAction={() => onSort(one)}>
                <span className="menu-check">
                  {one === sort && <Check size={16} aria-hidden="true" />}
                </span>
                {SORT_WORDS[one]}
              </MenuItem>
            ))}
          </Menu>
        </Popover>
      </MenuTrigger>
      <Button className="button sync" aria-label={ACTION_WORDS.sync} onPress={sync}>
        <RefreshCw size={16} aria-hidden="true" />
        <span className="sync-words">{ACTION_WORDS.sync}</span>
      </Button>
      <MenuTrigger>
        <Button className="button" aria-label={QUEUE_WORDS.more}>
          <MoreHorizontal size={16} aria-hidden="true" />
        </Button>
        <Popover className="popover" placement="bottom end">
          <Menu className="menu" aria-label={QUEUE_WORDS.more}>
            {paused ? (
              <MenuItem className="menu-item" onAction={() => resume({ scope: 'all' })}>
                {ACTION_WORDS.resumeAll}
              </MenuItem>
            ) : (
              <MenuItem className="menu-item" onAction={() => pause({ scope: 'all' })}>
                {ACTION_WORDS.pauseAll}
              </MenuItem>
            )}
            <MenuItem className="menu-item" onAction={onExport}>
              {ACTION_WORDS.exportAll}
            </MenuItem>
            <MenuItem className="menu-item" onAction={onHelp}>
              {PAGE_WORDS.help}
            </MenuItem>
          </Menu>
        </Popover>
      </MenuTrigger>
    </div>
  );
}
