import { type DragEvent, useEffect, useRef } from 'react';
import { Button, Dialog, FileTrigger, Heading, Modal } from 'react-aria-components';
import { uploadWords } from '../../shared/messages/edit-words.ts';
import { chosenWords, LOCATE_WORDS } from '../../shared/messages/locate-words.ts';
import { PAGE_WORDS } from '../../shared/messages/page-words.ts';
import type { Item } from '../../shared/outbox/item.ts';
import { Data } from '../bodies/Data.tsx';
import { type Locating, useLocateFile } from './use-locate-file.ts';

interface Props {
  readonly item: Item;
  readonly onClose: () => void;
  /** What is said then. */
  readonly onFound: (words: string) => void;
}

/** Where the file is that an item misses. */
export function LocateDialog({ item, onClose, onFound }: Props) {
  const { state, bring } = useLocateFile(item, (isNew) => {
    onClose();
    onFound(isNew ? LOCATE_WORDS.sentNew : LOCATE_WORDS.same);
  });
  const take = (files: FileList | null | undefined) => {
    const chosen = files?.[0];
    if (chosen !== undefined) bring(chosen, false);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    take(event.dataTransfer.files);
  };
  const isBusy = state.kind === 'bringing';
  return (
    <Modal
      className="modal"
      isOpen
      isDismissable={!isBusy}
      onOpenChange={(open) => !open && onClose()}
    >
      <Dialog className="dialog">
        <Heading slot="title">{LOCATE_WORDS.title}</Heading>
        <div onDragOver={(event) => event.preventDefault()} onDrop={drop}>
          <p className="address">
            <Data text={missedIn(item)} />
          </p>
          <p>{LOCATE_WORDS.explanation}</p>
          <p className="quiet">{LOCATE_WORDS.how}</p>
          <div role="status">
            <Told state={state} />
          </div>
        </div>
        <div className="dialog-foot">
          <Button className="button" onPress={onClose}>
            {PAGE_WORDS.cancel}
          </Button>
          <FileTrigger onSelect={take}>
            <Button
              className={`button${state.kind === 'differs' ? '' : ' primary'}`}
              isPending={isBusy}
            >
              {state.kind === 'differs' ? LOCATE_WORDS.chooseAnother : LOCATE_WORDS.choose}
            </Button>
          </FileTrigger>
          {state.kind === 'differs' && <SendNew onPress={() => bring(state.file, true)} />}
        </div>
      </Dialog>
    </Modal>
  );
}

function missedIn(item: Item): string {
  return item.state === 'attention' && 'file' in item.reason ? item.reason.file : '';
}

function Told({ state }: { readonly state: Locating }) {
  switch (state.kind) {
    case 'choosing':
      return state.trouble !== null && <p className="trouble">{state.trouble}</p>;
    case 'bringing': {
      const { file, sent } = state;
      const words = sent < file.size ? uploadWords(sent, file.size) : LOCATE_WORDS.looking;
      return (
        <p>
          <progress value={sent} max={Math.max(1, file.size)} aria-label={words} />{' '}
          <span className="quiet" aria-hidden="true">
            {words}
          </span>
        </p>
      );
    }
    case 'differs':
      return (
        <div className="notice">
          <strong>{LOCATE_WORDS.differs}</strong>
          <p>
            <Data text={chosenWords(state.file.name, state.file.size)} />
          </p>
          {LOCATE_WORDS.differsMeans}
        </div>
      );
  }
}

/** Goes where the question is, for whoever is at the keyboard. */
function SendNew({ onPress }: { readonly onPress: () => void }) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  return (
    <Button ref={button} className="button primary" onPress={onPress}>
      {LOCATE_WORDS.sendNew}
    </Button>
  );
}
