import { useState } from 'react';
import { GROUP_WORDS, groupWords } from '../../shared/messages/group-words.ts';
import { EMPTY_WORDS } from '../../shared/messages/queue-words.ts';
import type { FailureGroup } from '../../shared/outbox/failure-group.ts';
import { Data } from '../bodies/Data.tsx';
import { useCall } from '../live/use-call.ts';
import { useNow } from '../live/use-now.ts';
import { useQueueVersion } from '../live/use-queue-version.ts';
import { ChangeDialog } from './ChangeDialog.tsx';
import { GroupCard } from './GroupCard.tsx';
import type { GroupActions } from './group-actions.ts';
import './groups.css';
import { PlaceHolder, Unread } from '../shell/PlaceHolder.tsx';

interface Props {
  readonly actions: GroupActions;
  readonly onOpenItem: (id: string) => void;
  readonly onOpenGroup: (group: FailureGroup) => void;
}

/** Everything that needs a person, one card for each kind of trouble. */
export function GroupsView({ actions, onOpenItem, onOpenGroup }: Props) {
  const now = useNow();
  const { value, error } = useCall('groups', {}, useQueueVersion());
  const [changing, setChanging] = useState<FailureGroup | null>(null);
  return (
    <section className="groups" aria-labelledby="groups-title">
      <h1 id="groups-title">{GROUP_WORDS.title}</h1>
      {error !== null && <Unread error={error} />}
      {error === null && value === null && <p className="quiet">{GROUP_WORDS.loading}</p>}
      {value !== null && value.length === 0 && <PlaceHolder {...EMPTY_WORDS.needsYou} />}
      {value !== null && value.length > 0 && (
        <>
          <p className="quiet">{GROUP_WORDS.intro}</p>
          <ul className="group-list">
            {value.map((group) => (
              <li key={group.key}>
                <GroupCard
                  group={group}
                  now={now}
                  actions={actions}
                  onOpenItem={onOpenItem}
                  onOpenGroup={onOpenGroup}
                  onChange={() => setChanging(group)}
                />
              </li>
            ))}
          </ul>
        </>
      )}
      {changing !== null && (
        <ChangeDialog
          items={actions.allOf(changing)}
          about={
            <>
              {changing.count} × {groupWords(changing)}: {changing.method}{' '}
              <Data text={changing.route} />
            </>
          }
          onChanged={actions.changed}
          onClose={() => setChanging(null)}
        />
      )}
    </section>
  );
}
