import {
  Ban,
  CircleCheck,
  CircleHelp,
  Clock,
  type LucideIcon,
  Pause,
  SendHorizontal,
  TriangleAlert,
} from 'lucide-react';
import type { ItemState } from '../../shared/outbox/item.ts';

const ICONS: Readonly<Record<ItemState, LucideIcon>> = {
  queued: Clock,
  waiting: Clock,
  sending: SendHorizontal,
  delivered: CircleCheck,
  attention: TriangleAlert,
  unconfirmed: CircleHelp,
  held: Pause,
  cancelled: Ban,
};

/** Beside the words, never in place of them. */
export function StateIcon({ state }: { readonly state: ItemState }) {
  const Icon = ICONS[state];
  return <Icon size={14} aria-hidden="true" className="row-icon" />;
}
