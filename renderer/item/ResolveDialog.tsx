import { Button, Dialog, Heading, Modal } from 'react-aria-components';
import { RESOLVE_WORDS } from '../../shared/messages/item-words.ts';

/** What became of an item that may have arrived; deciding later is an answer too. */
export function ResolveDialog({
  open,
  onClose,
  onResolve,
}: {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onResolve: (arrived: boolean) => void;
}) {
  const decide = (arrived: boolean) => {
    onClose();
    onResolve(arrived);
  };
  return (
    <Modal
      className="modal"
      isOpen={open}
      onOpenChange={(next) => !next && onClose()}
      isDismissable
    >
      <Dialog className="dialog">
        <Heading slot="title">{RESOLVE_WORDS.title}</Heading>
        <p>{RESOLVE_WORDS.explanation}</p>
        <p>
          <Button className="button primary" onPress={() => decide(true)}>
            {RESOLVE_WORDS.arrived}
          </Button>{' '}
          {RESOLVE_WORDS.arrivedMeans}
        </p>
        <p>
          <Button className="button" onPress={() => decide(false)}>
            {RESOLVE_WORDS.notArrived}
          </Button>{' '}
          {RESOLVE_WORDS.notArrivedMeans}
        </p>
        <p>
          <Button className="button" onPress={onClose}>
            {RESOLVE_WORDS.later}
          </Button>
        </p>
      </Dialog>
    </Modal>
  );
}
