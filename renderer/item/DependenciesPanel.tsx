import { titleOf } from '../../shared/messages/item-title.ts';
import { ITEM_WORDS, openInSeries } from '../../shared/messages/item-words.ts';
import { printableLine } from '../../shared/messages/printable.ts';
import { STATE_WORDS } from '../../shared/messages/state-words.ts';
import type { Item } from '../../shared/outbox/item.ts';
import { Data } from '../bodies/Data.tsx';
import { useCall } from '../live/use-call.ts';
import { Unread } from '../shell/PlaceHolder.tsx';
import { Values } from './Values.tsx';

interface Props {
  readonly id: string;
  readonly version: number;
  readonly onOpen: (id: string) => void;
}

export function DependenciesPanel({ id, version, onOpen }: Props) {
  const { value, error } = useCall('dependencies', { id }, version);
  if (error !== null) return <Unread error={error} />;
  if (value === null) return <p className="quiet">{ITEM_WORDS.loading}</p>;
  const { parents, children, order } = value;
  return (
    <>
      <h3>{ITEM_WORDS.parents}</h3>
      {parents.length === 0 ? (
        <p className="quiet">{ITEM_WORDS.noParents}</p>
      ) : (
        <ul className="relations">
          {parents.map((parent) => (
            <li key={parent.id}>
              {parent.item === null ? (
                <span className="quiet">{ITEM_WORDS.removedParent}</span>
              ) : (
                <Relation item={parent.item} onOpen={onOpen} />
              )}
              {parent.values.length > 0 && <Values values={parent.values} />}
            </li>
          ))}
        </ul>
      )}
      <h3>{ITEM_WORDS.children}</h3>
      {children.length === 0 ? (
        <p className="quiet">{ITEM_WORDS.noChildren}</p>
      ) : (
        <ul className="relations">
          {children.map((child) => (
            <li key={child.id}>
              <Relation item={child} onOpen={onOpen} />
            </li>
          ))}
        </ul>
      )}
      <h3>{ITEM_WORDS.order}</h3>
      {order === null ? (
        <p className="quiet">{ITEM_WORDS.noOrder}</p>
      ) : (
        <>
          <p>{openInSeries(order.open, printableLine(order.key))}</p>
          {order.head !== null &&
            (order.head.id === id ? (
              <p>{ITEM_WORDS.itIsTheHead}</p>
            ) : (
              <p>
                {ITEM_WORDS.theHead} <Relation item={order.head} onOpen={onOpen} />
              </p>
            ))}
        </>
      )}
    </>
  );
}

function Relation({
  item,
  onOpen,
}: {
  readonly item: Item;
  readonly onOpen: (id: string) => void;
}) {
  return (
    <>
      <button type="button" className="link" onClick={() => onOpen(item.id)}>
        <Data text={titleOf(item)} />
      </button>{' '}
      <span className="quiet">{STATE_WORDS[item.state]}</span>
    </>
  );
}
