import { QUEUE_WORDS } from '../../shared/messages/queue-words.ts';

interface Props {
  readonly all: boolean;
  readonly some: boolean;
  readonly onChooseAll: () => void;
}

export function ListHead({ all, some, onChooseAll }: Props) {
  const { columns } = QUEUE_WORDS;
  return (
    <div role="row" className="row-head quiet" aria-rowindex={1}>
      <div role="columnheader" className="cell-choose">
        <input
          type="checkbox"
          aria-label={QUEUE_WORDS.selectShown}
          checked={all || some}
          ref={(box) => {
            if (box !== null) box.indeterminate = some && !all;
          }}
          onChange={onChooseAll}
        />
      </div>
      <div role="columnheader" className="cell-item">
        {columns.item}
      </div>
      <div role="columnheader" className="cell-state">
        {columns.state}
      </div>
      <div role="columnheader" className="cell-account">
        {columns.account}
      </div>
      <div role="columnheader" className="cell-facts">
        {columns.tries}
      </div>
      <div role="columnheader" className="cell-age">
        {columns.age}
      </div>
      <div role="columnheader" className="cell-more">
        <span className="visually-hidden">{columns.more}</span>
      </div>
    </div>
  );
}
