import { join } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Host } from '../../../electron/headless/host.ts';
import { findChromium } from '../../support/chromium.ts';
import { useCredentialsFile } from '../../support/credentials.ts';
import { type OidcServer, oidcServer } from '../../support/oidc-server.ts';
import { add, atRest, details, realHost } from '../../support/real-host.ts';
import { requirePart } from '../../support/real-part.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const CLI = { kind: 'cli' } as const;

/** A host with an item of an account that nobody has signed in. */
async function waiting(place?: 'authorizationUrl') {
  const server = await oidcServer();
  useCredentialsFile();
  const logged: string[] = [];
  const host = await realHost(join(tempFolder(), 'home'), {
    log: (line) => void logged.push(line),
  });
  await host.api.call('accounts.save', server.account('field', place), CLI);
  const send = (n: number) => add(host, { method: 'POST', url: `${server.url}/inbox/${n}` });
  const id = await send(1);
  await host.sending.start();
  await atRest(host);
  expect(await stateOf(host, id)).toBe('queued');
  return { server, host, id, send, logged };
}

const stateOf = async (host: Host, id: string) => (await details(host, id)).item.state;
const delivered = (host: Host, id: string) =>
  expect.poll(() => stateOf(host, id)).toBe('delivered');

async function begin(host: Host) {
  const begun = await host.api.call('accounts.signIn', { name: 'field' }, CLI);
  if (!begun.ok) throw new Error(JSON.stringify(begun.error));
  const { signIn, url } = begun.value;
  return { url, ended: host.api.call('accounts.signInEnd', { signIn }, CLI) };
}

const countsOf = ({ counts }: OidcServer) => counts;

describe.skipIf(requirePart('chromium', findChromium() !== null) === 'skip')(
  'a person at a browser',
  () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await chromium.launch({
        executablePath: findChromium() ?? '',
        args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-dev-shm-usage'],
      });
    });
    afterAll(() => browser.close());

    async function openPage(): Promise<Page> {
      const context = await browser.newContext();
      onTestFinished(() => context.close());
      const page = await context.newPage();
      page.setDefaultTimeout(30_000);
      return page;
    }

    async function toConsent(page: Page, url: string): Promise<void> {
      await page.goto(url);
      await page.locator('[name=login]').fill('ada');
      await page.locator('[name=password]').fill('any');
      await page.getByRole('button', { name: 'Sign-in' }).click();
      await page.getByRole('button', { name: 'Continue' }).waitFor();
    }

    const consent = (page: Page) => page.getByRole('button', { name: 'Continue' }).click();

    test.each([['issuer'], ['authorizationUrl']] as const)(
      'signs in by the %s of the account; what waited goes by itself, and so does what comes later',
      async (place) => {
        const { server, host, id, send, logged } = await waiting(
          place === 'issuer' ? undefined : place,
        );
        const { url, ended } = await begin(host);
        const page = await openPage();
        await toConsent(page, url);
        await consent(page);
        await page.getByRole('heading', { name: 'You are signed in' }).waitFor();
        expect(await ended).toMatchObject({ ok: true, value: { session: { state: 'signedIn' } } });
        await delivered(host, id);

        server.expireTokens();
        for (const n of [2, 3]) await delivered(host, await send(n));
        expect(server.entries.filter(({ user }) => user !== null)).toHaveLength(3);
        expect([...server.effects.values()]).toEqual([1, 1, 1]);
        expect(countsOf(server)).toMatchObject({ signIns: 1, reuseAlarms: 0 });
        const { searchParams } = new URL(url);
        expect(logged.join()).not.toContain(searchParams.get('state'));
        expect(logged.join()).not.toContain(searchParams.get('code_challenge'));
      },
    );

    test('says no: nothing is kept, the items wait, and the next sign-in goes as ever', async () => {
      const { server, host, id } = await waiting();
      const { url, ended } = await begin(host);
      const page = await openPage();
      await toConsent(page, url);
      await page.getByRole('link', { name: 'Cancel' }).click();
      await page.getByRole('heading', { name: 'You are not signed in' }).waitFor();
      await expect(page.locator('p').textContent()).resolves.toContain('access_denied');
      expect(await ended).toMatchObject({
        error: { code: 'SIGN_IN_REFUSED', params: { reason: 'access_denied' } },
      });
      expect(await stateOf(host, id)).toBe('queued');
      expect(countsOf(server)).toMatchObject({ signIns: 0 });

      const again = await begin(host);
      await page.goto(again.url);
      await consent(page);
      expect((await again.ended).ok).toBe(true);
      await delivered(host, id);
    });

    test('is led to the port with another state, by a page of somebody else: nothing happens', async () => {
      const { server, host, id } = await waiting();
      const { url, ended } = await begin(host);
      const callback = new URL(url).searchParams.get('redirect_uri') ?? '';
      const page = await openPage();
      const stranger = await openPage();
      await toConsent(page, url);
      await stranger.goto(`${callback}?code=stolen&state=guessed`);
      await stranger.getByRole('heading', { name: 'Nothing happened' }).waitFor();
      await stranger.goto(new URL('/wp-login.php', callback).href);
      await stranger.getByRole('heading', { name: 'Nothing happened' }).waitFor();
      const otherName = callback.replace('127.0.0.1', 'localhost');
      await expect(stranger.goto(`${otherName}?code=stolen`)).rejects.toThrow('HTTP_RESPONSE_CODE');
      expect(countsOf(server)).toMatchObject({ signIns: 0 });
      await consent(page);
      expect((await ended).ok).toBe(true);
      await delivered(host, id);
    });

    test('closes the page: it can be given up, or begun anew', async () => {
      const { server, host, id } = await waiting();
      const first = await begin(host);
      const page = await openPage();
      await toConsent(page, first.url);
      await page.close();
      const second = await begin(host);
      expect(await first.ended).toMatchObject({ error: { code: 'SIGN_IN_OVER' } });
      const next = await openPage();
      await toConsent(next, second.url);
      await consent(next);
      expect((await second.ended).ok).toBe(true);
      await delivered(host, id);
      expect(countsOf(server)).toMatchObject({ signIns: 1 });
    });

    test('comes back to a host that has ended: the browser finds nobody, and nothing was kept', async () => {
      const { server, host } = await waiting();
      const { url, ended } = await begin(host);
      const page = await openPage();
      await toConsent(page, url);
      await host.close(0);
      expect(await ended).toMatchObject({ error: { code: 'SIGN_IN_OVER' } });
      await consent(page).catch(() => {});
      await expect.poll(() => page.url()).toContain('chrome-error');
      expect(countsOf(server)).toMatchObject({ signIns: 0 });
    });
  },
);
