import type { ReactNode, Ref } from 'react';
import { Button, Dialog, Heading, Modal } from 'react-aria-components';
import { PAGE_WORDS } from '../../shared/messages/page-words.ts';

interface Props {
  readonly title: ReactNode;
  readonly hint?: string;
  /** What is wrong with what was written; read out when it changes. */
  readonly said: string;
  /** On the button that takes it. */
  readonly action: string;
  readonly isBusy: boolean;
  readonly form?: Ref<HTMLFormElement>;
  readonly onClose: () => void;
  readonly onSubmit: () => Promise<void>;
  readonly children: ReactNode;
}

/** A few fields in front of the page, which take what is written or say what is wrong with it. */
export function FormDialog({ title, hint, said, action, isBusy, form, ...props }: Props) {
  const { onClose, onSubmit, children } = props;
  return (
    <Modal className="modal" isOpen onOpenChange={(open) => !open && onClose()}>
      <Dialog className="dialog">
        <Heading slot="title">{title}</Heading>
        {hint !== undefined && <p className="quiet">{hint}</p>}
        <form
          ref={form}
          className="form"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void onSubmit();
          }}
        >
          {children}
          <p className="trouble" role="status">
            {said}
          </p>
          <div className="dialog-foot">
            <Button className="button" onPress={onClose}>
              {PAGE_WORDS.cancel}
            </Button>
            <Button className="button primary" type="submit" isPending={isBusy}>
              {action}
            </Button>
          </div>
        </form>
      </Dialog>
    </Modal>
  );
}
