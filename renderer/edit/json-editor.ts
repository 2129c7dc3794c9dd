import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { type Diagnostic, linter, lintGutter, lintKeymap } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import {
  EditorView,
  highlightActiveLine,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { jsonMistakeSentence } from '../../shared/messages/item-words.ts';
import { findJsonMistake } from '../bodies/json-mistake.ts';

// Loaded on demand: nothing but JsonEditor imports this file.

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--json-name)' },
  { tag: tags.string, color: 'var(--json-string)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--json-scalar)' },
]);

const theme = EditorView.theme({
  '&': { color: 'var(--text)', backgroundColor: 'var(--surface)', maxBlockSize: '40vh' },
  // The ring is around the host: here the gutter would lie over one side of it.
  '&.cm-focused': { outline: 'none' },
  '.cm-content': { fontFamily: 'var(--font-mono)', caretColor: 'var(--text)' },
  '.cm-cursor': { borderInlineStartColor: 'var(--text)' },
  '.cm-gutters': {
    backgroundColor: 'var(--surface-2)',
    color: 'var(--text-quiet)',
    border: 'none',
  },
  '.cm-activeLine': { backgroundColor: 'transparent' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground':
    { backgroundColor: 'var(--selection)' },
  // The library's own marks are pictures in data addresses, which the page's content policy refuses.
  '.cm-lint-marker-error': {
    content: '""',
    inlineSize: '10px',
    blockSize: '10px',
    margin: '4px',
    borderRadius: '50%',
    backgroundColor: 'var(--red)',
  },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--red)',
  },
  '.cm-tooltip': {
    backgroundColor: 'var(--surface)',
    color: 'var(--text)',
    border: '1px solid var(--border)',
  },
});

const mistakes = linter((view): readonly Diagnostic[] => {
  const mistake = findJsonMistake(view.state.doc.toString());
  if (mistake === null) return [];
  const { at, line, column, found } = mistake;
  const to = Math.min(view.state.doc.length, at + Math.max(1, found.length));
  return [
    {
      from: Math.min(at, view.state.doc.length),
      to,
      severity: 'error',
      message: jsonMistakeSentence(line, column, found),
    },
  ];
});

export interface Editor {
  readonly setText: (text: string) => void;
  readonly focus: () => void;
  readonly destroy: () => void;
}

/**
 * Its styles go into a shadow root, where the library uses constructed style sheets: elsewhere it would write a style
 * element, which the page's content policy refuses.
 */
export function openJsonEditor(
  host: HTMLElement,
  text: string,
  label: string,
  onChange: (text: string) => void,
): Editor {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        lintGutter(),
        history(),
        bracketMatching(),
        highlightActiveLine(),
        // What turns the direction of text around would show it in another order than it is sent.
        highlightSpecialChars(),
        json(),
        syntaxHighlighting(colours),
        mistakes,
        theme,
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ 'aria-label': label }),
        // Tab stays the way out of the editor.
        keymap.of([...defaultKeymap, ...historyKeymap, ...lintKeymap]),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) onChange(update.state.doc.toString());
        }),
      ],
    }),
  });
  return {
    setText: (next) =>
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } }),
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}
