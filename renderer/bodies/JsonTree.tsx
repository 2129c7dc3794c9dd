import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react';
import { BODY_WORDS, sizeOfBranch, treeLabel } from '../../shared/messages/item-words.ts';
import { Data } from './Data.tsx';
import { ExactNumber, type JsonValue } from './exact-json.ts';
import { type JsonContent, type JsonRow, jsonRows, openAtFirst } from './json-rows.ts';
import { TextPages } from './TextPages.tsx';
import { treeMove } from './tree-keys.ts';

const ROW_PIXELS = 24;
/** Of a longer text only this much stands in its line; all of it stands below while the line is chosen. */
const LINE_CHARACTERS = 300;

export function JsonTree({ value, of }: { readonly value: JsonValue; readonly of: string }) {
  const [open, setOpen] = useState(() => openAtFirst(value));
  const [at, setAt] = useState(0);
  const rows = useMemo(() => jsonRows(value, open), [value, open]);
  const scroller = useRef<HTMLDivElement>(null);
  const prefix = useId();
  const lines = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PIXELS,
    overscan: 20,
  });

  const unfold = (id: string, unfolded: boolean) => {
    const next = new Set(open);
    if (unfolded) next.add(id);
    else next.delete(id);
    setOpen(next);
  };

  const press = (event: KeyboardEvent) => {
    const move =
      event.ctrlKey || event.metaKey || event.altKey ? null : treeMove(rows, at, event.key);
    if (move === null) return;
    event.preventDefault();
    event.stopPropagation();
    if (move.kind === 'focus') {
      setAt(move.at);
      lines.scrollToIndex(move.at);
    } else unfold(move.id, move.kind === 'open');
  };

  const chosen = rows[at];
  return (
    <div className="json-tree">
      <div
        ref={scroller}
        className="json-lines"
        role="tree"
        tabIndex={0}
        aria-label={treeLabel(of)}
        aria-activedescendant={`${prefix}-${at}`}
        onKeyDown={press}
      >
        <div className="json-canvas" style={{ blockSize: lines.getTotalSize() }}>
          {lines.getVirtualItems().map((line) => {
            const row = rows[line.index];
            return (
              row !== undefined && (
                <JsonLine
                  key={row.id}
                  id={`${prefix}-${line.index}`}
                  row={row}
                  top={line.start}
                  chosen={line.index === at}
                  onChoose={() => setAt(line.index)}
                  onUnfold={(unfolded) => unfold(row.id, unfolded)}
                />
              )
            );
          })}
        </div>
      </div>
      {chosen?.content.kind === 'leaf' && isLong(chosen.content.value) && (
        <TextPages pages={[chosen.content.value]} label={BODY_WORDS.wholeValue} />
      )}
    </div>
  );
}

const isLong = (value: unknown): value is string =>
  typeof value === 'string' && value.length > LINE_CHARACTERS;

interface LineProps {
  readonly id: string;
  readonly row: JsonRow;
  readonly top: number;
  readonly chosen: boolean;
  readonly onChoose: () => void;
  readonly onUnfold: (unfolded: boolean) => void;
}

function JsonLine({ id, row, top, chosen, onChoose, onUnfold }: LineProps) {
  const branch = row.content.kind === 'branch' ? row.content : null;
  return (
    <div
      id={id}
      className="json-line"
      role="treeitem"
      aria-level={row.depth + 1}
      aria-selected={chosen}
      aria-expanded={branch === null ? undefined : branch.open}
      data-chosen={chosen || undefined}
      style={{
        insetBlockStart: top,
        paddingInlineStart: `calc(${Math.min(row.depth, 40)} * var(--json-indent))`,
      }}
      onClick={() => {
        onChoose();
        if (branch !== null) onUnfold(!branch.open);
      }}
    >
      <span className="json-fold" aria-hidden="true">
        {branch === null ? '' : branch.open ? '▾' : '▸'}
      </span>
      {row.name !== null && (
        <>
          <Data text={row.name} className="json-name" />
          <span className="json-colon">: </span>
        </>
      )}
      <JsonText content={row.content} />
    </div>
  );
}

function JsonText({ content }: { readonly content: JsonContent }) {
  if (content.kind === 'branch') {
    const signs = { object: '{ }', array: '[ ]', range: '' }[content.as];
    return (
      <span className="json-branch">
        {signs} <span className="quiet">{sizeOfBranch(content.as, content.size)}</span>
      </span>
    );
  }
  const { value } = content;
  if (typeof value === 'string')
    return (
      <span className="json-string">
        "<Data text={value.slice(0, LINE_CHARACTERS).replaceAll('\n', '\\n')} />
        {value.length > LINE_CHARACTERS ? '…' : ''}"
      </span>
    );
  return (
    <span className="json-scalar">
      {value instanceof ExactNumber ? value.source : String(value)}
    </span>
  );
}
