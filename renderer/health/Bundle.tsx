import { useState } from 'react';
import { Button } from 'react-aria-components';
import { HEALTH_WORDS } from '../../shared/messages/health-words.ts';
import { pageErrorSentence } from '../../shared/messages/page-error-sentences.ts';
import { saveFile } from '../bodies/save-file.ts';
import { useClient } from '../live/client.ts';

/** The diagnostics bundle as a file. */
export function Bundle() {
  const client = useClient();
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState('');
  const save = async () => {
    setBusy(true);
    const bundle = await client.call('bundle', {});
    setBusy(false);
    setSaid(bundle.ok ? '' : pageErrorSentence(bundle.error));
    if (bundle.ok) saveFile('outtray-diagnostics.txt', [bundle.value.text], 'text/plain');
  };
  return (
    <section aria-labelledby="health-bundle">
      <h2 id="health-bundle">{HEALTH_WORDS.bundle}</h2>
      <p className="quiet">{HEALTH_WORDS.bundleExplained}</p>
      <p>
        <Button className="button" isPending={busy} onPress={() => void save()}>
          {HEALTH_WORDS.saveBundle}
        </Button>{' '}
        <span className="trouble" role="status">
          {said}
        </span>
      </p>
    </section>
  );
}
