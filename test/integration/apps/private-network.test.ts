import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Source } from '../../../shared/outbox/item.ts';
import { anApp } from '../../support/an-app.ts';
import { ledgerOf, practice } from '../../support/practice.ts';
import { atRest, details, realHost } from '../../support/real-host.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const OWNER: Source = { kind: 'cli' };
const APP: Source = { kind: 'app', app: 'forms' };

test('an app’s item for a private address waits for a person until the app is allowed that', async () => {
  const server = await practice();
  const host = await realHost(join(tempFolder(), 'home'));
  const allow = (privateNetwork: boolean) =>
    host.api.call('apps.save', anApp('forms', { privateNetwork }), OWNER);
  await allow(false);
  const added = await host.api.call(
    'enqueue',
    { method: 'POST', url: `${server.url}/inbox/a` },
    APP,
  );
  if (!added.ok) throw new Error(added.error.code);
  const { id } = added.value;
  await host.sending.start();
  await atRest(host);
  expect((await details(host, id)).item).toMatchObject({
    state: 'attention',
    reason: { code: 'ADDRESS_NOT_GRANTED', host: '127.0.0.1' },
  });
  expect((await ledgerOf(server.url)).entries).toEqual([]);
  await allow(true);
  await host.api.call('retry', { items: { ids: [id] } }, APP);
  await atRest(host);
  expect((await details(host, id)).item.state).toBe('delivered');
  expect((await ledgerOf(server.url)).effects).toHaveLength(1);
});
