import { Search, X } from 'lucide-react';
import { type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from 'react';
import { printableLine } from '../../shared/messages/printable.ts';
import {
  foundWords,
  QUEUE_WORDS,
  searchProblemSentence,
} from '../../shared/messages/queue-words.ts';
import { parseSearch } from '../../shared/search/parse-search.ts';
import { type Suggestion, suggestionsFor } from './search-suggestions.ts';
import { useSearchText } from './use-search-text.ts';
import './search.css';

interface Props {
  readonly search: string;
  /** How many items the list has; null while nobody has said. */
  readonly found: number | null;
  readonly onSearch: (text: string) => void;
  /** Down from the box, into the list. */
  readonly onLeave: () => void;
}

const canBeSearched = (text: string): boolean => parseSearch(text).problems.length === 0;

/** The text that is searched for, with what can be written there, and what is wrong with it. */
export function SearchBox({ search, found, onSearch, onLeave }: Props) {
  const listId = useId();
  const saidId = useId();
  const input = useRef<HTMLInputElement>(null);
  const { text, write, settle } = useSearchText(search, canBeSearched, onSearch);
  const [caret, setCaret] = useState(0);
  const [open, setOpen] = useState(false);
  const [marked, setMarked] = useState(-1);
  /** Where the cursor belongs after a suggestion was taken. */
  const place = useRef<number | null>(null);

  const suggestions = open ? suggestionsFor(text, caret) : [];
  const shown = suggestions.length > 0;
  // What is still being written is not wrong yet.
  const problem = shown ? undefined : parseSearch(text).problems[0];

  useLayoutEffect(() => {
    if (place.current === null) return;
    input.current?.setSelectionRange(place.current, place.current);
    place.current = null;
  });

  const become = (next: string, at: number) => {
    write(next);
    setCaret(at);
    setMarked(-1);
    setOpen(true);
  };
  const take = (suggestion: Suggestion) => {
    place.current = suggestion.caret;
    become(suggestion.text, suggestion.caret);
    input.current?.focus();
  };
  const close = () => {
    setOpen(false);
    setMarked(-1);
  };
  const clear = () => {
    become('', 0);
    setOpen(false);
  };
  const mark = (to: number) => {
    const next = (to + suggestions.length) % suggestions.length;
    setMarked(next);
    document.getElementById(`${listId}-${next}`)?.scrollIntoView({ block: 'nearest' });
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const chosen = suggestions[marked];
    if (event.key === 'ArrowDown') {
      if (shown) mark(marked + 1);
      else onLeave();
    } else if (event.key === 'ArrowUp' && shown) mark(marked < 0 ? -1 : marked - 1);
    else if (event.key === 'Enter') {
      if (chosen !== undefined) take(chosen);
      else {
        settle();
        close();
      }
    } else if (event.key === 'Tab' && chosen !== undefined) take(chosen);
    else if (event.key === 'Escape') {
      if (shown) close();
      else if (text !== '') clear();
      else onLeave();
    } else return;
    event.preventDefault();
  };

  const said =
    problem !== undefined
      ? searchProblemSentence(problem)
      : search.trim() !== '' && found !== null
        ? foundWords(found)
        : '';
  return (
    <search className="search">
      <div className="search-box">
        <Search size={16} aria-hidden="true" />
        <input
          ref={input}
          className="input search-input"
          role="combobox"
          aria-label={QUEUE_WORDS.search}
          aria-autocomplete="list"
          aria-expanded={shown}
          aria-controls={listId}
          aria-activedescendant={marked >= 0 ? `${listId}-${marked}` : undefined}
          aria-describedby={saidId}
          aria-invalid={problem !== undefined}
          aria-keyshortcuts="/"
          autoComplete="off"
          spellCheck={false}
          dir="auto"
          placeholder={QUEUE_WORDS.searchHint}
          value={text}
          onChange={({ target }) => become(target.value, target.selectionStart ?? 0)}
          onSelect={({ currentTarget }) => setCaret(currentTarget.selectionStart ?? 0)}
          onClick={() => setOpen(true)}
          onBlur={close}
          onKeyDown={onKeyDown}
        />
        {text !== '' && (
          <button
            type="button"
            className="search-clear"
            aria-label={QUEUE_WORDS.clearSearch}
            onClick={() => {
              clear();
              input.current?.focus();
            }}
          >
            <X size={16} aria-hidden="true" />
          </button>
        )}
        <div
          id={listId}
          role="listbox"
          className="popover suggestions"
          aria-label={QUEUE_WORDS.suggestions}
          hidden={!shown}
          // The focus stays in the box.
          onPointerDown={(event) => event.preventDefault()}
        >
          {suggestions.map((suggestion, at) => (
            <div
              key={suggestion.term}
              id={`${listId}-${at}`}
              role="option"
              aria-selected={at === marked}
              className="suggestion"
              onClick={() => take(suggestion)}
            >
              <span className="suggestion-term">{suggestion.term}</span>
              <span className="quiet">{suggestion.explanation}</span>
            </div>
          ))}
        </div>
      </div>
      <p
        id={saidId}
        className={problem === undefined ? 'search-said quiet' : 'search-said search-problem'}
        role="status"
      >
        {printableLine(said)}
      </p>
    </search>
  );
}
