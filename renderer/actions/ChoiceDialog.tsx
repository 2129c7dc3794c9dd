import { type ReactNode, useId } from 'react';
import { Button, Dialog, Heading, Modal } from 'react-aria-components';
import { PAGE_WORDS } from '../../shared/messages/page-words.ts';

interface Props {
  readonly title: string;
  readonly hint: string;
  readonly children: ReactNode;
  readonly onDone: () => void;
}

/** A dialog that is answered with one press of a button. */
export function ChoiceDialog({ title, hint, children, onDone }: Props) {
  const hintId = useId();
  return (
    <Modal className="modal" isOpen isDismissable onOpenChange={(open) => !open && onDone()}>
      <Dialog className="dialog choice-dialog" aria-describedby={hintId}>
        <Heading slot="title">{title}</Heading>
        <p id={hintId} className="quiet">
          {hint}
        </p>
        {children}
        <div className="dialog-foot">
          <Button className="button" onPress={onDone}>
            {PAGE_WORDS.cancel}
          </Button>
        </div>
      </Dialog>
    </Modal>
  );
}
