import { once } from 'node:events';
import http from 'node:http';
import { expect } from '@playwright/test';
import { seriousIn } from '../support/axe.ts';
import { test } from './field.ts';

/** A proxy for plain requests that wants to know who asks. */
async function companyProxy(user: string, password: string) {
  const expected = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  const server = http.createServer((request, response) => {
    const { 'proxy-authorization': given, ...headers } = request.headers;
    if (given !== expected) {
      request.resume();
      response.writeHead(407, { 'proxy-authenticate': 'Basic realm="Company"' }).end();
      return;
    }
    const onward = http.request(
      request.url ?? '',
      { method: request.method, headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    request.pipe(onward);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    name: `127.0.0.1:${address.port}`,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

test('a proxy asks for a sign-in: one notice, and once it is given what waited goes by itself', async ({
  page,
  field,
}) => {
  const proxy = await companyProxy('ana', 'right');
  await field.cli(['settings', 'set', 'proxy', proxy.name]);
  await field.cli(['settings', 'set', 'proxy.except', '<-loopback>']);
  for (const n of [1, 2]) await field.cli(['add', 'POST', `${field.inbox}/${n}`]);
  await page.goto(await field.serve());

  const notice = page.getByText(`Your proxy ${proxy.name} asks for a sign-in.`);
  await expect(notice).toHaveCount(1);
  await page.getByRole('row').filter({ hasText: '/inbox/1' }).locator('.cell-item').click();
  await expect(page.getByRole('region', { name: 'Why' })).not.toContainText('outtray');
  await page
    .getByRole('region', { name: 'What to do' })
    .getByRole('button', { name: 'Sign in to the proxy' })
    .click();
  await expect(page.getByRole('dialog').getByLabel('Password')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Close item' }).click();
  await page.getByRole('button', { name: 'Sign in to the proxy' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('User name').fill('ana');
  await dialog.getByLabel('Password').fill('wrong');
  expect(await seriousIn(page, 'proxy sign-in')).toEqual([]);
  await dialog.getByRole('button', { name: 'Sign in to the proxy' }).click();
  await expect(dialog).toBeHidden();
  await expect(
    page.getByText(`Your proxy ${proxy.name} does not accept the user name and password`),
  ).toBeVisible();

  await page.getByRole('button', { name: 'Sign in to the proxy' }).click();
  await dialog.getByLabel('User name').fill('ana');
  await dialog.getByLabel('Password').fill('right');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: 'Delivered 2' })).toBeVisible();
  await expect(notice).toHaveCount(0);
  proxy.stop();
});
