import { useEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import { EDIT_WORDS } from '../../shared/messages/edit-words.ts';
import { jsonMistakeSentence } from '../../shared/messages/item-words.ts';
import { findJsonMistake } from '../bodies/json-mistake.ts';
import { formatJson } from './format-json.ts';
import type { Editor } from './json-editor.ts';

interface Props {
  readonly text: string;
  readonly label: string;
  readonly onChange: (text: string) => void;
}

/** JSON as text, with what is wrong in it; the editor itself comes when it is needed. */
export function JsonEditor({ text, label, onChange }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor>(null);
  const latest = useRef({ text, onChange });
  latest.current = { text, onChange };
  const [ready, setReady] = useState(false);

  useEffect(() => {
    let current = true;
    const open = async () => {
      const { openJsonEditor } = await import('./json-editor.ts');
      if (!current || host.current === null) return;
      editor.current = openJsonEditor(host.current, latest.current.text, label, (next) =>
        latest.current.onChange(next),
      );
      setReady(true);
    };
    void open();
    return () => {
      current = false;
      editor.current?.destroy();
      editor.current = null;
    };
  }, [label]);

  const mistake = findJsonMistake(text);
  return (
    <div className="json-editor">
      {!ready && <p className="quiet">{EDIT_WORDS.editorLoading}</p>}
      {/* A dialog that keeps Tab to itself does not see what stands in a shadow root: Tab comes here, and goes in. */}
      <div
        ref={host}
        className="json-editor-host"
        tabIndex={ready ? 0 : -1}
        onFocus={() => editor.current?.focus()}
      />
      <div className="editor-bar">
        <Button
          className="button"
          isDisabled={mistake !== null}
          onPress={() => editor.current?.setText(formatJson(text))}
        >
          {EDIT_WORDS.format}
        </Button>
        <span className="trouble" role="status">
          {mistake !== null && jsonMistakeSentence(mistake.line, mistake.column, mistake.found)}
        </span>
      </div>
    </div>
  );
}
