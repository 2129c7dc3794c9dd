import { Button, Dialog, Heading, Modal } from 'react-aria-components';
import { HELP_WORDS } from '../../shared/messages/help-words.ts';
import { PAGE_WORDS } from '../../shared/messages/page-words.ts';

/** Every key that does something. */
export function HelpDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <Modal className="modal" isOpen isDismissable onOpenChange={(open) => !open && onClose()}>
      <Dialog className="dialog">
        <Heading slot="title">{PAGE_WORDS.help}</Heading>
        <dl className="keys">
          {HELP_WORDS.map(({ keys, does }) => (
            <div key={does}>
              <dt>
                {keys.map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </dt>
              <dd>{does}</dd>
            </div>
          ))}
        </dl>
        <div className="dialog-foot">
          <Button className="button" onPress={onClose}>
            {PAGE_WORDS.close}
          </Button>
        </div>
      </Dialog>
    </Modal>
  );
}
