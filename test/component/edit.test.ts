import { describe, expect, test } from 'vitest';
import { outboxError } from '../../shared/contracts/errors.ts';
import type { BodyView } from '../../shared/contracts/request-view.ts';
import { err } from '../../shared/lang/result.ts';
import type { Item } from '../../shared/outbox/item.ts';
import { anItem } from '../support/builders.ts';
import { findChromium } from '../support/chromium.ts';
import { requirePart } from '../support/real-part.ts';
import { fakeOutbox } from './fake-outbox.ts';
import { refusedItem } from './hostile-item.ts';
import { useViews } from './open-view.ts';

const file = { size: 3, sha256: 'ab', kind: 'copy' } as const;

const PHOTOS: BodyView = {
  kind: 'multipart',
  parts: [
    { kind: 'field', name: 'visit', value: '7' },
    { kind: 'file', name: 'front', filename: 'a.jpg', contentType: 'image/jpeg', file },
    { kind: 'file', name: '', filename: 'b.jpg', contentType: 'image/jpeg', file },
  ],
};

const JSON_BODY: BodyView = {
  kind: 'json',
  text: '{"room":"four"}',
  bytes: 15,
  contentType: 'application/json',
};

function outboxWith(body: BodyView, item: () => Item = refusedItem) {
  let uploaded = 0;
  return fakeOutbox({
    get: () => ({ item: item(), person: null, attempts: [] }),
    explain: () => [],
    request: () => ({
      revision: 1,
      revisions: [1],
      template: null,
      headers: [['x-form', 'visit']],
      body,
    }),
    edit: () => ({ item: item() }),
    'uploads.begin': () => ({ upload: 'upload-1' }),
    'uploads.append': ({ bytes }) => {
      uploaded += bytes.length;
      return { size: uploaded };
    },
    'uploads.drop': () => null,
  });
}

describe.skipIf(requirePart('Chromium', findChromium() !== null) === 'skip')('editing', () => {
  const open = useViews();

  async function openDialog(outbox: ReturnType<typeof outboxWith>) {
    const view = await open('item/item-1', outbox);
    await view.page.getByRole('button', { name: 'Edit and resend' }).click();
    const dialog = view.page.getByRole('dialog', { name: 'Edit and resend' });
    await dialog.getByLabel('URL').waitFor();
    return { ...view, dialog, save: dialog.getByRole('button', { name: 'Save and send' }) };
  }

  test('a file takes another one’s place, a part is taken out, the rest stays', async () => {
    const outbox = outboxWith(PHOTOS);
    const { page, dialog, save, notes } = await openDialog(outbox);
    const choosing = page.waitForEvent('filechooser');
    await dialog.getByRole('button', { name: 'Replace a.jpg' }).click();
    await (await choosing).setFiles({
      name: 'new.png',
      mimeType: 'image/png',
      buffer: Buffer.alloc(1_500_000, 1),
    });
    await dialog.getByRole('button', { name: 'Remove visit' }).click();
    await dialog.getByText('It gets a new key').waitFor();
    await save.click();
    await dialog.waitFor({ state: 'hidden' });
    expect(
      outbox.inputs('uploads.append').map(({ offset, bytes }) => [offset, bytes.length]),
    ).toEqual([
      [0, 1_048_576],
      [1_048_576, 451_424],
    ]);
    expect(outbox.inputs('edit')).toEqual([
      {
        id: 'item-1',
        body: {
          kind: 'multipart',
          parts: [
            {
              name: 'front',
              file: { upload: 'upload-1' },
              filename: 'new.png',
              contentType: 'image/png',
            },
            { name: '', file: { kept: 2 }, filename: 'b.jpg', contentType: 'image/jpeg' },
          ],
        },
      },
    ]);
    expect(outbox.inputs('uploads.drop')).toEqual([]);
    expect(notes.map((note) => note.what)).toEqual(['edited']);
  });

  test('a value of several lines stays one, and its line breaks what they were', async () => {
    const note = { kind: 'field', name: 'note', value: 'one\r\ntwo' } as const;
    const outbox = outboxWith({ kind: 'multipart', parts: [note] });
    const { page, dialog, save } = await openDialog(outbox);
    await dialog.getByLabel('Value note').focus();
    await page.keyboard.press('ControlOrMeta+End');
    await page.keyboard.press('Enter');
    await page.keyboard.type('three');
    await save.click();
    await dialog.waitFor({ state: 'hidden' });
    expect(outbox.inputs('edit')).toEqual([
      {
        id: 'item-1',
        body: { kind: 'multipart', parts: [{ name: 'note', value: 'one\r\ntwo\r\nthree' }] },
      },
    ]);
  });

  test('what was brought is dropped when nothing is saved, and the focus goes back', async () => {
    const outbox = outboxWith(PHOTOS);
    const { page, dialog } = await openDialog(outbox);
    const choosing = page.waitForEvent('filechooser');
    await dialog.getByRole('button', { name: 'Add file' }).click();
    await (await choosing).setFiles({ name: 'c.txt', mimeType: '', buffer: Buffer.from('c') });
    await dialog.getByText('c.txt').waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await expect.poll(() => outbox.inputs('uploads.drop')).toEqual([{ upload: 'upload-1' }]);
    await expect.poll(() => page.locator(':focus').textContent()).toBe('Edit and resend');
    expect(outbox.inputs('edit')).toEqual([]);
  });

  test('JSON is edited by keyboard, named where it goes wrong, and not saved until it is right', async () => {
    const outbox = outboxWith(JSON_BODY);
    const { page, dialog, save, complaints } = await openDialog(outbox);
    const editor = dialog.getByLabel('JSON');
    await editor.focus();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('{"room": 4,');
    await page.keyboard.press('Enter');
    await page.keyboard.type('oops');
    await dialog.getByText('Line 2, column').first().waitFor();
    expect(await save.isDisabled()).toBe(true);
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('{"room":4}');
    await dialog.getByRole('button', { name: 'Format' }).click();
    await save.focus();
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    expect(outbox.inputs('edit')).toEqual([
      { id: 'item-1', body: { kind: 'json', text: '{\n  "room": 4\n}' } },
    ]);
    expect(complaints).toEqual([]);
  });

  test('says plainly that the server may then have both', async () => {
    const item = refusedItem({ mayHaveArrived: true });
    const { dialog } = await openDialog(outboxWith(JSON_BODY, () => item));
    await dialog.getByLabel('Title').fill('Visit 7');
    await dialog.getByText('It keeps its key').waitFor();
    await dialog.getByLabel('Method').selectOption('PUT');
    await dialog.getByText('the server may then have both').waitFor();
    expect(await dialog.getByText('It keeps its key').count()).toBe(0);
  });

  test('waits while the item is being sent, and shows why the outbox refuses', async () => {
    let item: Item = refusedItem();
    const outbox = fakeOutbox({
      get: () => ({ item, person: null, attempts: [] }),
      explain: () => [],
      request: () => ({
        revision: 1,
        revisions: [1],
        template: null,
        headers: [],
        body: JSON_BODY,
      }),
      edit: () => err(outboxError('SECRET_HEADER', { header: 'cookie' })),
    });
    const { dialog, save, tell } = await openDialog(outbox);
    await dialog.getByRole('button', { name: 'Add header' }).click();
    await dialog.getByLabel('Header name').fill('Cookie');
    await save.click();
    await dialog.getByText('header "cookie" carries credentials').waitFor();
    expect(await save.isDisabled()).toBe(false);
    item = anItem({ id: 'item-1' }, { state: 'sending', attempt: 2, startedAt: 1 });
    const change = { cursor: 1, itemId: 'item-1', kind: 'attemptStarted', at: 1 } as const;
    await tell({ kind: 'changes', changes: [{ ...change, state: 'sending' }] });
    await dialog.getByText('It is being sent at this moment').waitFor();
    expect(await save.isDisabled()).toBe(true);
  });
});
