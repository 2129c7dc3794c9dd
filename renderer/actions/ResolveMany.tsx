import { ResolveDialog } from '../item/ResolveDialog.tsx';
import { useCall } from '../live/use-call.ts';

interface Props {
  readonly onClose: () => void;
  readonly onResolve: (arrived: boolean | 'check') => void;
}

/** Of many items: where no account says where to ask, nobody is offered to. */
export function ResolveMany(props: Props) {
  const { value: accounts } = useCall('accounts.list', {});
  const canBeChecked = accounts?.some((account) => account.verify.length > 0) ?? false;
  return <ResolveDialog open canBeChecked={canBeChecked} {...props} />;
}
