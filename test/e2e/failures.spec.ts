import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from '@playwright/test';
import { test } from './field.ts';

/** A server that finds a mistake in everything, until somebody has mended it. */
async function pickyServer() {
  const received: string[] = [];
  let mended = false;
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      received.push(request.url ?? '');
      response.writeHead(mended ? 201 : 422, { 'content-type': 'application/problem+json' });
      response.end(mended ? '{}' : '{"title":"The form is out of date"}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    mend: () => void (mended = true),
    close: () => server.closeAllConnections(),
  };
}

test('items refused for one cause are tried by one of them first, and then all', async ({
  page,
  field,
}) => {
  const server = await pickyServer();
  try {
    for (const visit of [101, 102, 103])
      await field.cli(['add', 'POST', `${server.url}/visits/${visit}/forms`, '--json', '{}']);
    await page.goto(await field.serve());
    await page
      .getByRole('navigation')
      .getByRole('button', { name: /^Failures/ })
      .click();
    await expect(page.getByText('The form is out of date')).toBeVisible();
    await expect.poll(() => server.received.length).toBe(3);
    server.mend();
    await page.getByRole('button', { name: 'Retry one first' }).click();
    await expect(page.getByRole('button', { name: 'Retry all' })).toBeVisible();
    expect(server.received).toHaveLength(4);
    await page.getByRole('button', { name: 'Retry all' }).click();
    await expect.poll(() => server.received.length).toBe(6);
    expect(new Set(server.received.slice(3)).size).toBe(3);
    await expect(page.getByText('The form is out of date')).toHaveCount(0);
    expect(server.received).toHaveLength(6);
  } finally {
    server.close();
  }
});
