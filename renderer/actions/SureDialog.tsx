import { useId } from 'react';
import { Button, Dialog, Heading, Modal } from 'react-aria-components';
import { type Confirmation, DIALOG_WORDS } from '../../shared/messages/action-words.ts';

interface Props extends Confirmation {
  readonly onDone: () => void;
  readonly onSure: () => void;
}

/** Asks before something that cannot be taken back for long. */
export function SureDialog({
  title,
  text,
  confirm,
  keep = DIALOG_WORDS.keep,
  onDone,
  onSure,
}: Props) {
  const textId = useId();
  return (
    <Modal className="modal" isOpen onOpenChange={(open) => !open && onDone()}>
      <Dialog className="dialog" role="alertdialog" aria-describedby={textId}>
        <Heading slot="title">{title}</Heading>
        <p id={textId}>{text}</p>
        <div className="dialog-foot">
          <Button className="button" autoFocus onPress={onDone}>
            {keep}
          </Button>
          <Button
            className="button destructive"
            onPress={() => {
              onDone();
              onSure();
            }}
          >
            {confirm}
          </Button>
        </div>
      </Dialog>
    </Modal>
  );
}
