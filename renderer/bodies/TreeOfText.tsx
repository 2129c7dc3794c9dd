import { useMemo } from 'react';
import { BODY_WORDS, jsonMistakeSentence } from '../../shared/messages/item-words.ts';
import { parseJson } from './exact-json.ts';
import { JsonTree } from './JsonTree.tsx';
import { TextPages } from './TextPages.tsx';

/** A complete JSON text as a tree; where it is none after all, the text and where it goes wrong. */
export function TreeOfText({
  pages,
  label,
}: {
  readonly pages: readonly string[];
  readonly label: string;
}) {
  const text = pages.join('');
  const parsed = useMemo(() => parseJson(text), [text]);
  if (parsed.ok) return <JsonTree key={text} value={parsed.value} of={label} />;
  const mistake = parsed.error;
  return (
    <>
      <p className="quiet">
        {mistake === null
          ? BODY_WORDS.tooDeep
          : `${BODY_WORDS.notJson} ${jsonMistakeSentence(mistake.line, mistake.column, mistake.found)}`}
      </p>
      <TextPages pages={pages} label={label} />
    </>
  );
}
