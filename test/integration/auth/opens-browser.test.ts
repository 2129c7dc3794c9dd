import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { forkWorker } from '../../../electron/adapters/worker-host/fork-worker.ts';
import { openHost } from '../../../electron/host/open-host.ts';
import { startPractice } from '../../../electron/host/practice-process.ts';
import { outboxError } from '../../../shared/contracts/errors.ts';
import { err } from '../../../shared/lang/result.ts';
import { useCredentialsFile } from '../../support/credentials.ts';
import { createPerson } from '../../support/oidc-person.ts';
import { oidcServer } from '../../support/oidc-server.ts';
import { tempFolder } from '../../support/temp-folder.ts';

/** A host that can show an address, as the app does; what it was given is noted. */
async function hostWithBrowser(isThere: boolean) {
  const server = await oidcServer();
  useCredentialsFile();
  const shown: string[] = [];
  const opened = await openHost(
    { home: join(tempFolder(), 'home') },
    {
      workersAt: forkWorker,
      startPractice: () => startPractice({ port: 0 }),
      pageAddress: () => null,
      openApp: () => err(outboxError('APPS_NEED_WINDOWS')),
      async openInBrowser(url) {
        shown.push(url);
        return isThere;
      },
    },
  );
  if (!opened.ok) throw new Error(opened.error.code);
  onTestFinished(() => opened.value.close(0));
  const { api } = opened.value;
  await api.call('accounts.save', server.account('field'), { kind: 'window' });
  const begin = async (kind: 'window' | 'cli') => {
    const begun = await api.call('accounts.signIn', { name: 'field' }, { kind });
    if (!begun.ok) throw new Error(begun.error.code);
    return begun.value;
  };
  return { api, shown, begin };
}

test('a sign-in from the window is shown in the browser, by an address that says nothing', async () => {
  const { api, shown, begin } = await hostWithBrowser(true);
  const { signIn, launchUrl, opened } = await begin('window');
  expect([opened, shown]).toEqual([true, [launchUrl]]);
  await createPerson().signIn(launchUrl, 'ada');
  expect(await api.call('accounts.signInEnd', { signIn }, { kind: 'window' })).toMatchObject({
    value: { session: { state: 'signedIn' } },
  });
});

test('a command line opens its own; and what could not be shown is said', async () => {
  const { shown, begin } = await hostWithBrowser(false);
  expect((await begin('cli')).opened).toBe(false);
  expect(shown).toEqual([]);
  expect((await begin('window')).opened).toBe(false);
  expect(shown).toHaveLength(1);
});
