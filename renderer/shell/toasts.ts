import type { LiveTimers } from '../live/live-store.ts';

export interface Toast {
  readonly id: number;
  readonly text: string;
  /** `trouble`: it was not done. */
  readonly tone: 'done' | 'trouble';
  /** Takes back what was done, for as long as the toast stands. */
  readonly undo: (() => void) | null;
}

export interface ToastStore {
  readonly shown: () => readonly Toast[];
  readonly subscribe: (listener: () => void) => () => void;
  readonly say: (
    text: string,
    how?: { readonly tone?: Toast['tone']; readonly undo?: () => void; readonly ms?: number },
  ) => void;
  readonly dismiss: (id: number) => void;
  /** While somebody reads one, or is on the way to its button, none leaves. */
  readonly hold: (held: boolean) => void;
}

const SHOWN_MS = 6000;
const MOST = 3;

/** Messages that leave by themselves; the oldest makes room for a fourth. */
export function createToasts({ after }: LiveTimers): ToastStore {
  const listeners = new Set<() => void>();
  let toasts: readonly Toast[] = [];
  let lastId = 0;
  let held = false;
  let overdue: readonly number[] = [];

  function become(next: readonly Toast[]): void {
    toasts = next;
    for (const listener of listeners) listener();
  }

  const dismiss = (id: number) => become(toasts.filter((toast) => toast.id !== id));

  return {
    shown: () => toasts,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    say(text, { tone = 'done', undo, ms = SHOWN_MS } = {}) {
      const id = ++lastId;
      become([...toasts, { id, text, tone, undo: undo ?? null }].slice(-MOST));
      after(ms, () => {
        // An undo ends when the outbox says so, whoever is looking.
        if (held && undo === undefined) overdue = [...overdue, id];
        else dismiss(id);
      });
    },
    dismiss,
    hold(next) {
      held = next;
      if (held || overdue.length === 0) return;
      become(toasts.filter((toast) => !overdue.includes(toast.id)));
      overdue = [];
    },
  };
}
