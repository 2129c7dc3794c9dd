import { useState } from 'react';
import { Button } from 'react-aria-components';
import { SAMPLE_APP } from '../../shared/apps/sample-app.ts';
import type { OutboxError } from '../../shared/contracts/errors.ts';
import type { Result } from '../../shared/lang/result.ts';
import { pageErrorSentence } from '../../shared/messages/page-error-sentences.ts';
import { addedWords, PRACTICE_WORDS } from '../../shared/messages/practice-words.ts';
import { countsWords } from '../../shared/messages/state-words.ts';
import { Data } from '../bodies/Data.tsx';
import { useClient } from '../live/client.ts';
import { useCall } from '../live/use-call.ts';
import { useQueueVersion } from '../live/use-queue-version.ts';
import { Unread } from '../shell/PlaceHolder.tsx';

/** A playground with a server, items and an account of its own. */
export function Practice({ onQueue }: { readonly onQueue: () => void }) {
  const client = useClient();
  const { value, error, reload } = useCall('practice.status', {}, useQueueVersion());
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState('');

  const run = async <T,>(
    act: () => Promise<Result<T, OutboxError>>,
    words: (value: T) => string = () => '',
  ) => {
    setBusy(true);
    const result = await act();
    setBusy(false);
    setSaid(result.ok ? words(result.value) : pageErrorSentence(result.error));
    reload();
  };

  const counts = value === null ? null : countsWords(value.counts);
  return (
    <section aria-labelledby="health-practice">
      <h1 id="health-practice">{PRACTICE_WORDS.title}</h1>
      <p className="quiet">{PRACTICE_WORDS.explained}</p>
      {error !== null && <Unread error={error} />}
      {value?.running === true && (
        <p>
          {PRACTICE_WORDS.runsAt} <Data text={value.url ?? ''} />. {counts}
          {counts !== null && (
            <>
              {'. '}
              <button type="button" className="link" onClick={onQueue}>
                {PRACTICE_WORDS.toQueue}
              </button>
            </>
          )}
        </p>
      )}
      <div className="steps">
        {value?.running === true ? (
          <>
            <Button
              className="button primary"
              isPending={busy}
              onPress={() =>
                void run(
                  () => client.call('practice.addItems', {}),
                  ({ added }) => addedWords(added),
                )
              }
            >
              {PRACTICE_WORDS.add}
            </Button>
            <Button
              className="button"
              isPending={busy}
              onPress={() =>
                void run(
                  () => client.call('practice.setNetwork', { online: false }),
                  () => PRACTICE_WORDS.isCut,
                )
              }
            >
              {PRACTICE_WORDS.cut}
            </Button>
            <Button
              className="button"
              isPending={busy}
              onPress={() =>
                void run(
                  () => client.call('practice.setNetwork', { online: true }),
                  () => PRACTICE_WORDS.isBack,
                )
              }
            >
              {PRACTICE_WORDS.restore}
            </Button>
            <Button
              className="button"
              isPending={busy}
              onPress={() => void run(() => client.call('apps.open', { id: SAMPLE_APP }))}
            >
              {PRACTICE_WORDS.sampleApp}
            </Button>
            <Button
              className="button"
              isPending={busy}
              onPress={() => void run(() => client.call('practice.stop', {}))}
            >
              {PRACTICE_WORDS.stop}
            </Button>
          </>
        ) : (
          <Button
            className="button primary"
            isDisabled={value === null}
            isPending={busy}
            onPress={() => void run(() => client.call('practice.start', {}))}
          >
            {busy ? PRACTICE_WORDS.starting : PRACTICE_WORDS.start}
          </Button>
        )}
      </div>
      <p className="quiet" role="status">
        {said}
      </p>
    </section>
  );
}
