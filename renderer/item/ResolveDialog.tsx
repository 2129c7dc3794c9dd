import { Button, Dialog, Heading, Modal } from 'react-aria-components';
import { RESOLVE_WORDS } from '../../shared/messages/item-words.ts';

type Answer = boolean | 'check';

interface Props {
  readonly open: boolean;
  /** An account says where a server can be asked. */
  readonly canBeChecked: boolean;
  readonly onClose: () => void;
  readonly onResolve: (arrived: Answer) => void;
}

/** What became of an item that may have arrived; deciding later is an answer too. */
export function ResolveDialog({ open, canBeChecked, onClose, onResolve }: Props) {
  const answer = (arrived: Answer, words: string, means: string, isAdvised = false) => (
    <li>
      <Button
        className={`button${isAdvised ? ' primary' : ''}`}
        onPress={() => {
          onClose();
          onResolve(arrived);
        }}
      >
        {words}
      </Button>
      <span>{means}</span>
    </li>
  );
  const { arrived, arrivedMeans, notArrived, notArrivedMeans, check, checkMeans } = RESOLVE_WORDS;
  return (
    <Modal
      className="modal"
      isOpen={open}
      onOpenChange={(next) => !next && onClose()}
      isDismissable
    >
      <Dialog className="dialog">
        <Heading slot="title">{RESOLVE_WORDS.title}</Heading>
        <p>{canBeChecked ? RESOLVE_WORDS.explanationOfCheck : RESOLVE_WORDS.explanation}</p>
        <ul className="answers">
          {canBeChecked && answer('check', check, checkMeans, true)}
          {/* Neither is more likely, and a wrong one loses something or sends it twice. */}
          {answer(true, arrived, arrivedMeans)}
          {answer(false, notArrived, notArrivedMeans)}
        </ul>
        <div className="dialog-foot">
          <Button className="button" onPress={onClose}>
            {RESOLVE_WORDS.later}
          </Button>
        </div>
      </Dialog>
    </Modal>
  );
}
