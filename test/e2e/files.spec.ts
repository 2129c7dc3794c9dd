import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { seriousIn } from '../support/axe.ts';
import { test } from './field.ts';
import { keepingServer } from './keeping-server.ts';
import { itemPanel, openRow, rowOf } from './window.ts';

test('of a large file one sees how much has gone, also after a reload', async ({ page, field }) => {
  const server = await keepingServer(() => ({ status: 201, type: 'application/json', body: '{}' }));
  try {
    server.hold();
    const scan = join(field.home, 'scan.bin');
    writeFileSync(scan, Buffer.alloc(48 * 1024 * 1024, 'scan'));
    await page.goto(await field.serve());
    const file = `scan=@${scan}`;
    await field.cli(['add', 'POST', `${server.url}/scans`, '--title', 'Scan', '--file', file]);
    const bar = rowOf(page, 'Scan').getByRole('progressbar', { name: 'Sent so far' });
    const sent = () => bar.evaluate((one: HTMLProgressElement) => one.value / one.max);
    await expect.poll(sent).toBeGreaterThan(0.05);
    expect(await sent()).toBeLessThan(1);
    await page.reload();
    await expect.poll(sent).toBeGreaterThan(0.05);
    await openRow(page, 'Scan');
    await expect(itemPanel(page).getByText(/MB of 50.3 MB sent/)).toBeVisible();
    server.letGo();
    await expect(rowOf(page, 'Scan')).toContainText('delivered, 201');
    await expect(bar).toHaveCount(0);
  } finally {
    server.close();
  }
});

test('a form with a file that was wrong goes out with another, and all else as it was', async ({
  page,
  field,
}) => {
  const server = await keepingServer(({ body }) => ({
    status: body.includes('blurred') ? 422 : 201,
    type: 'application/json',
    body: '{}',
  }));
  try {
    const [photo, note] = [join(field.home, 'photo.jpg'), join(field.home, 'note.txt')];
    writeFileSync(photo, 'blurred');
    writeFileSync(note, 'of the meter');
    await field.cli([
      'add',
      'POST',
      `${server.url}/forms`,
      '--title',
      'Form',
      '--field',
      'case=17',
      '--file',
      `front=@${photo}`,
      '--file',
      `=@${note}`,
    ]);
    await page.goto(await field.serve());
    await openRow(page, 'Form');
    await itemPanel(page).getByRole('button', { name: 'Edit and resend' }).click();
    const dialog = page.getByRole('dialog', { name: 'Edit and resend' });
    const chooser = page.waitForEvent('filechooser');
    await dialog.getByRole('button', { name: /^Replace.*photo.jpg/ }).click();
    // More than one piece of an upload.
    const sharp = Buffer.alloc(3_000_000, 'sharp\u0000');
    await (await chooser).setFiles({ name: 'sharp.jpg', mimeType: 'image/jpeg', buffer: sharp });
    await dialog.getByRole('button', { name: 'Save and send' }).click();
    await expect(itemPanel(page)).toContainText('delivered, 201');

    const [before, after] = server.received;
    expect(after?.headers['idempotency-key']).not.toBe(before?.headers['idempotency-key']);
    const parts = await new Response(after?.body as BodyInit, {
      headers: { 'content-type': String(after?.headers['content-type']) },
    }).formData();
    expect([...parts.keys()]).toEqual(['case', 'front', '']);
    expect(parts.get('case')).toBe('17');
    const front = parts.get('front') as File;
    expect([front.name, front.type]).toEqual(['sharp.jpg', 'image/jpeg']);
    expect(Buffer.from(await front.arrayBuffer()).equals(sharp)).toBe(true);
    expect(await (parts.get('') as File).text()).toBe('of the meter');

    await itemPanel(page).getByRole('tab', { name: 'Request' }).click();
    await itemPanel(page).getByRole('combobox', { name: 'Revision' }).selectOption('1');
    await expect(itemPanel(page)).toContainText('photo.jpg');
  } finally {
    server.close();
  }
});

test('a file that is gone is found again, and another one is sent only as a new version', async ({
  page,
  field,
}) => {
  const server = await keepingServer(() => ({ status: 201, type: 'application/json', body: '{}' }));
  try {
    const scan = join(field.home, 'scan.bin');
    const moved = join(field.home, 'moved.bin');
    writeFileSync(scan, 'as it was');
    await page.goto(await field.serve());
    await field.cli(['pause']);
    const body = ['--body', `@${scan}`, '--by-reference'];
    for (const title of ['First', 'Second'])
      await field.cli(['add', 'POST', `${server.url}/scans`, '--title', title, ...body]);
    renameSync(scan, moved);
    await field.cli(['resume']);
    await expect(rowOf(page, 'Second')).toContainText('file gone');

    const dialog = page.getByRole('dialog', { name: 'Find the file' });
    const choose = async (button: string, file: string | { name: string; text: string }) => {
      const chooser = page.waitForEvent('filechooser');
      await dialog.getByRole('button', { name: button }).click();
      const payload =
        typeof file === 'string'
          ? file
          : { name: file.name, mimeType: 'text/plain', buffer: Buffer.from(file.text) };
      await (await chooser).setFiles(payload);
    };
    const keyOf = async (title: string) => {
      const { items } = JSON.parse(await field.cli(['list', '--json']));
      return items.find((one: { readonly title: string }) => one.title === title).idempotencyKey;
    };

    await openRow(page, 'First');
    const before = await keyOf('First');
    await itemPanel(page).getByRole('button', { name: 'Find the file…' }).click();
    await expect(dialog).toContainText(scan);
    expect(await seriousIn(page, 'find the file')).toEqual([]);
    await choose('Choose the file', { name: 'longer.bin', text: 'another, longer one' });
    await expect(dialog.getByRole('status')).toContainText('not the file that was accepted');
    await expect(dialog.getByRole('button', { name: 'Send it as a new version' })).toBeFocused();
    expect(await seriousIn(page, 'find the file')).toEqual([]);
    await choose('Choose another one', moved);
    await expect(dialog).toBeHidden();
    await expect(itemPanel(page)).toContainText('delivered, 201');
    expect(await keyOf('First')).toBe(before);

    await openRow(page, 'Second');
    const old = await keyOf('Second');
    await itemPanel(page).getByRole('button', { name: 'Find the file…' }).click();
    // As long as the right one, so that only its bytes tell.
    await choose('Choose the file', { name: 'same.bin', text: 'as it is.' });
    await expect(dialog.getByRole('status')).toContainText('not the file that was accepted');
    expect(server.received).toHaveLength(1);
    await page.keyboard.press('Enter');
    await expect(itemPanel(page)).toContainText('delivered, 201');
    expect(await keyOf('Second')).not.toBe(old);
    expect(server.received.map((one) => one.body.toString())).toEqual(['as it was', 'as it is.']);
  } finally {
    server.close();
  }
});
