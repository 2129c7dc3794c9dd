import { MoreHorizontal } from 'lucide-react';
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { count, span } from '../../shared/messages/format.ts';
import {
  GROUP_WORDS,
  groupWords,
  sinceWords,
  trialSentence,
  trialTime,
} from '../../shared/messages/group-words.ts';
import { pageErrorSentence } from '../../shared/messages/page-error-sentences.ts';
import { printableLine } from '../../shared/messages/printable.ts';
import type { FailureGroup } from '../../shared/outbox/failure-group.ts';
import { Data } from '../bodies/Data.tsx';
import type { GroupActions } from './group-actions.ts';
import { useTrial } from './use-trial.ts';

interface Props {
  readonly group: FailureGroup;
  readonly now: number;
  readonly actions: GroupActions;
  readonly onOpenItem: (id: string) => void;
  readonly onOpenGroup: (group: FailureGroup) => void;
  readonly onChange: () => void;
}

export function GroupCard({ group, now, actions, onOpenItem, onOpenGroup, onChange }: Props) {
  const { trial, itemId, error, begin } = useTrial();
  const on = (action: 'retry' | 'hold' | 'remove' | 'assignAccount') =>
    actions.performOn(actions.allOf(group), group.count, action);
  const single = group.count === 1;
  const encouraged = trial?.kind === 'delivered';
  // Somebody has to find out what became of these before anything is sent again.
  const unconfirmed = group.code === 'UNCONFIRMED';
  return (
    <article className="group" aria-label={printableLine(`${groupWords(group)} ${group.route}`)}>
      <div className="group-head">
        <h2>
          <span className="group-count">{group.count}</span>{' '}
          <span className="group-title">{groupWords(group)}</span>
        </h2>
        <span className="quiet">{sinceWords(span(now - group.oldestSince))}</span>
      </div>
      <p className="address">
        <span className="method">{group.method}</span> <Data text={group.route} />{' '}
        <span className="quiet">
          <Data text={group.origin} />
        </span>
      </p>
      {group.problem !== null && (
        <p className="group-problem">
          <Data text={group.problem} />
        </p>
      )}
      {(trial !== null || error !== null) && (
        <p className={`group-trial ${trial?.kind ?? 'failed'}`} role="status">
          {error !== null
            ? pageErrorSentence(error)
            : trial !== null && printableLine(trialSentence(trial))}{' '}
          {trial?.kind === 'later' && <span aria-live="off">{trialTime(trial, now)} </span>}
          {itemId !== null && (
            <button type="button" className="link" onClick={() => onOpenItem(itemId)}>
              {GROUP_WORDS.openTried}
            </button>
          )}
        </p>
      )}
      <div className="steps">
        <Button
          className={encouraged || unconfirmed ? 'button' : 'button primary'}
          isPending={trial?.kind === 'running'}
          onPress={() => begin(group.newest)}
        >
          {single ? GROUP_WORDS.retryOnly : GROUP_WORDS.retryOne}
        </Button>
        {trial !== null && trial.kind !== 'running' && !single && (
          <Button className={encouraged ? 'button primary' : 'button'} onPress={() => on('retry')}>
            {GROUP_WORDS.retryAll} ({group.count})
          </Button>
        )}
        <Button className="button" onPress={onChange}>
          {single ? GROUP_WORDS.changeOnly : GROUP_WORDS.change}
        </Button>
        <Button
          className={unconfirmed ? 'button primary' : 'button'}
          onPress={() => onOpenGroup(group)}
        >
          {single ? GROUP_WORDS.openOnly : GROUP_WORDS.open}
        </Button>
        <MenuTrigger>
          <Button className="button" aria-label={GROUP_WORDS.more}>
            <MoreHorizontal size={16} aria-hidden="true" />
          </Button>
          <Popover className="popover" placement="bottom end">
            <Menu className="menu">
              <MenuItem className="menu-item" onAction={() => on('assignAccount')}>
                {GROUP_WORDS.assignAccount}
              </MenuItem>
              <MenuItem className="menu-item" onAction={() => on('hold')}>
                {single ? GROUP_WORDS.holdOnly : GROUP_WORDS.hold}
              </MenuItem>
              <MenuItem className="menu-item destructive" onAction={() => on('remove')}>
                {single
                  ? GROUP_WORDS.removeOnly
                  : `${GROUP_WORDS.remove} (${count(group.count, 'item')})`}
              </MenuItem>
            </Menu>
          </Popover>
        </MenuTrigger>
      </div>
    </article>
  );
}
