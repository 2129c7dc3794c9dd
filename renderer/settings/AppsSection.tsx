import { useState } from 'react';
import { Button } from 'react-aria-components';
import { SAMPLE_APP } from '../../shared/apps/sample-app.ts';
import {
  APPS_PAGE_WORDS,
  grantLines,
  removedApp,
  removingApp,
} from '../../shared/messages/grant-words.ts';
import { pageErrorSentence } from '../../shared/messages/page-error-sentences.ts';
import { PAGE_WORDS } from '../../shared/messages/page-words.ts';
import { printableLine } from '../../shared/messages/printable.ts';
import { SureDialog } from '../actions/SureDialog.tsx';
import { Data } from '../bodies/Data.tsx';
import { useClient } from '../live/client.ts';
import { useCall } from '../live/use-call.ts';

/** Embedded apps, and what each of them may do. */
export function AppsSection() {
  const client = useClient();
  const { value, error, reload } = useCall('apps.list', {});
  const [said, setSaid] = useState('');
  const [leaving, setLeaving] = useState<{ readonly id: string; readonly name: string } | null>(
    null,
  );
  const act = async (call: 'apps.open' | 'apps.remove', id: string, done: string) => {
    const result = await client.call(call, { id });
    setSaid(result.ok ? done : pageErrorSentence(result.error));
    reload();
  };
  const problems = error === null ? (value?.problems ?? []) : [pageErrorSentence(error)];
  return (
    <section aria-labelledby="settings-apps">
      <h2 id="settings-apps">{APPS_PAGE_WORDS.title}</h2>
      <p className="quiet">{APPS_PAGE_WORDS.text}</p>
      {problems.map((problem) => (
        <p key={problem} className="trouble">
          {printableLine(problem)}
        </p>
      ))}
      {value?.apps.length === 0 && <p>{APPS_PAGE_WORDS.none}</p>}
      {value?.apps.map(({ id, name, url, grant, managed }) => (
        <article key={id} className="settings-app" aria-label={name}>
          <h3>
            <Data text={name} />
          </h3>
          <Data text={url} className="quiet" />
          {managed && <p className="quiet">{PAGE_WORDS.setByOrganisation}</p>}
          <ul>
            {grantLines(grant).map((line) => (
              <li key={line}>{printableLine(line)}</li>
            ))}
          </ul>
          <div className="choice-buttons">
            <Button className="button" onPress={() => void act('apps.open', id, '')}>
              {APPS_PAGE_WORDS.open}
            </Button>
            {id !== SAMPLE_APP && !managed && (
              <Button className="button destructive" onPress={() => setLeaving({ id, name })}>
                {APPS_PAGE_WORDS.remove}
              </Button>
            )}
          </div>
        </article>
      ))}
      {leaving !== null && (
        <SureDialog
          {...removingApp(leaving.name)}
          onDone={() => setLeaving(null)}
          onSure={() => void act('apps.remove', leaving.id, removedApp(leaving.name))}
        />
      )}
      <p className="quiet" role="status">
        {said}
      </p>
    </section>
  );
}
