import { useEffect, useRef, useState } from 'react';

/** A pause that says: this is what I meant. */
const SETTLED_MS = 120;

export interface SearchText {
  readonly text: string;
  readonly write: (text: string) => void;
  /** Searches at once. */
  readonly settle: () => void;
}

/** What is written in the box, which the list follows as soon as it can be searched for. */
export function useSearchText(
  searched: string,
  canBeSearched: (text: string) => boolean,
  onSearch: (text: string) => void,
): SearchText {
  const [text, setText] = useState(searched);
  const mine = useRef(searched);

  // Somebody else has changed it: the way back in the history, a button that clears it.
  useEffect(() => {
    if (searched !== mine.current) setText(searched);
    mine.current = searched;
  }, [searched]);

  const search = () => {
    if (text === mine.current || !canBeSearched(text)) return;
    mine.current = text;
    onSearch(text);
  };
  const latest = useRef(search);
  latest.current = search;
  useEffect(() => {
    if (text === mine.current) return;
    const timer = setTimeout(() => latest.current(), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [text]);

  return { text, write: setText, settle: search };
}
