import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createCaFiles } from '../../../electron/adapters/network/ca-files.ts';
import { hasOpenssl, privateCa } from '../../support/private-ca.ts';
import { requirePart } from '../../support/real-part.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const DAY = 86_400_000;

const filesAt = (time: number) =>
  createCaFiles({ now: () => time, monotonic: () => performance.now() });

describe.skipIf(requirePart('openssl', hasOpenssl()) === 'skip')('a file of certificates', () => {
  test('is read as it is, and anew when it has changed', async () => {
    const folder = tempFolder();
    const [one, two] = [privateCa(folder, 'one', 10), privateCa(folder, 'two', 20)];
    const files = filesAt(Date.now());
    const first = await files.read(one.file, 'field');
    expect(first).toMatchObject({ ok: true, value: { pem: one.cert, certificates: 1 } });
    appendFileSync(one.file, `a word between\n${two.cert}`);
    const both = await files.read(one.file, 'field');
    expect(both).toMatchObject({ ok: true, value: { certificates: 2 } });
    if (!first.ok || !both.ok) return;
    expect(both.value.pem).toBe(one.cert + two.cert);
    expect(Math.round((both.value.expiresAt - first.value.expiresAt) / DAY)).toBe(10);
  });

  test('that has expired is refused, with the day', async () => {
    const { file } = privateCa(tempFolder(), 'old', 1);
    const later = Date.now() + 3 * DAY;
    expect(await filesAt(later).read(file, 'field')).toMatchObject({
      error: { code: 'CA_FILE_EXPIRED', params: { path: file, account: 'field' } },
    });
    expect(await filesAt(Date.now()).read(file, 'field')).toMatchObject({ ok: true });
  });
});

test.each([
  ['a key', '-----BEGIN PRIVATE KEY-----\nMIGH\n-----END PRIVATE KEY-----\n'],
  ['nothing', ''],
  ['half a certificate', '-----BEGIN CERTIFICATE-----\nMIGH\n-----END CERTIFICATE-----\n'],
])('a file with %s is refused', async (_, text) => {
  const file = join(tempFolder(), 'ca.pem');
  writeFileSync(file, text);
  expect(await filesAt(0).read(file, 'field')).toMatchObject({
    error: { code: 'CA_FILE_INVALID' },
  });
});

test('a file that is not there, or is not named in full, is refused', async () => {
  for (const path of [join(tempFolder(), 'gone.pem'), 'ca.pem', tempFolder()])
    expect(await filesAt(0).read(path, 'field')).toMatchObject({
      error: { code: 'CA_FILE_NOT_FOUND', params: { path } },
    });
});
