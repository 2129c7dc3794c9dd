import { type ReactNode, Suspense, useMemo, useState } from 'react';
import { useClient } from '../live/client.ts';
import { useLiveStore } from '../live/use-live.ts';
import { lazyPart } from '../shell/lazy-part.ts';
import { useRouter } from '../shell/use-route.ts';
import { useToasts } from '../shell/use-toasts.ts';
import { createActions } from './actions.ts';
import { ActionsContext, type Question } from './use-actions.ts';

const Questions = lazyPart(async () => (await import('./Questions.tsx')).Questions);

/** Carries out what is done anywhere in the window, and asks what has to be asked first. */
export function ActionsProvider({ children }: { readonly children: ReactNode }) {
  const client = useClient();
  const live = useLiveStore();
  const toasts = useToasts();
  const { openView } = useRouter();
  const [question, setQuestion] = useState<Question | null>(null);
  const actions = useMemo(
    () =>
      createActions({
        client,
        live,
        toasts,
        now: Date.now,
        ask: setQuestion,
        openAccounts: () => openView('accounts'),
      }),
    [client, live, toasts, openView],
  );
  return (
    <ActionsContext value={actions}>
      {children}
      {question !== null && (
        <Suspense fallback={null}>
          <Questions question={question} onDone={() => setQuestion(null)} />
        </Suspense>
      )}
    </ActionsContext>
  );
}
