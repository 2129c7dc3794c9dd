import { CircleCheck, TriangleAlert, X } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { Button } from 'react-aria-components';
import { PAGE_WORDS } from '../../shared/messages/page-words.ts';
import { printableLine } from '../../shared/messages/printable.ts';
import { useToasts } from './use-toasts.ts';
import './toasts.css';

/** What was just done, said once to everybody, and taken back from here. */
export function Toasts() {
  const toasts = useToasts();
  const shown = useSyncExternalStore(toasts.subscribe, toasts.shown);
  return (
    <section
      className="toasts"
      aria-label={PAGE_WORDS.notifications}
      aria-live="polite"
      onPointerEnter={() => toasts.hold(true)}
      onPointerLeave={() => toasts.hold(false)}
      onFocus={() => toasts.hold(true)}
      onBlur={() => toasts.hold(false)}
    >
      {shown.map((toast) => (
        <div key={toast.id} className="toast" data-tone={toast.tone}>
          {toast.tone === 'done' ? (
            <CircleCheck size={16} aria-hidden="true" />
          ) : (
            <TriangleAlert size={16} aria-hidden="true" />
          )}
          <p>{printableLine(toast.text)}</p>
          {toast.undo !== null && (
            <Button
              className="button toast-undo"
              onPress={() => {
                toasts.dismiss(toast.id);
                toast.undo?.();
              }}
            >
              {PAGE_WORDS.undo}
            </Button>
          )}
          <Button
            className="button quiet-button"
            aria-label={PAGE_WORDS.dismiss}
            onPress={() => toasts.dismiss(toast.id)}
          >
            <X size={16} aria-hidden="true" />
          </Button>
        </div>
      ))}
    </section>
  );
}
