import { Button, FileTrigger } from 'react-aria-components';
import { EDIT_WORDS, replaceNamed, uploadWords } from '../../shared/messages/edit-words.ts';
import { bytes } from '../../shared/messages/format.ts';
import { Data } from '../bodies/Data.tsx';
import type { FileDraft } from './edit-form.ts';

interface Props {
  readonly file: FileDraft;
  readonly name: string;
  readonly onReplace: (file: File) => void;
}

/** A file that is kept, or on its way to take another one's place. */
export function FileField({ file, name, onReplace }: Props) {
  return (
    <div className="file-field">
      <FileState file={file} />
      <FileTrigger
        onSelect={(files) => {
          const chosen = files?.[0];
          if (chosen !== undefined) onReplace(chosen);
        }}
      >
        <Button className="button" aria-label={replaceNamed(name)}>
          {EDIT_WORDS.replaceFile}
        </Button>
      </FileTrigger>
    </div>
  );
}

function FileState({ file }: { readonly file: FileDraft }) {
  switch (file.kind) {
    case 'kept':
      return (
        <span className="quiet">
          {EDIT_WORDS.keptFile}, {bytes(file.size)}
        </span>
      );
    case 'uploading': {
      const words = uploadWords(file.sent, file.size);
      return (
        <span>
          <progress value={file.sent} max={Math.max(1, file.size)} aria-label={words} />{' '}
          <span className="quiet">{words}</span>
        </span>
      );
    }
    case 'uploaded':
      return (
        <span>
          <Data text={file.filename} />, {bytes(file.size)}
        </span>
      );
    case 'failed':
      return (
        <span className="trouble">
          <Data text={file.filename} />: {file.sentence}
        </span>
      );
  }
}
