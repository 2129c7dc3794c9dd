import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { answerApp, sourcesOf } from '../../../electron/main/embedded/app-files.ts';
import { isPermitted } from '../../../electron/main/embedded/app-permissions.ts';
import { mayNavigate, placeOf } from '../../../electron/main/embedded/app-place.ts';
import { WINDOW_ORIGIN } from '../../../shared/contracts/window-bridge.ts';
import { anApp } from '../../support/an-app.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const FOLDER = anApp('forms');
const WEB = anApp(
  'web',
  { navigation: ['https://login.example'] },
  { url: 'https://forms.example/start?a=1' },
);

describe('the place of an app', () => {
  it('is its own origin and session, whatever its id, and never the window’s', () => {
    expect(placeOf(FOLDER)).toEqual({
      origin: 'app://app-forms',
      start: 'app://app-forms/',
      partition: 'persist:app-forms',
      folder: 'apps/forms',
    });
    expect(placeOf(WEB)).toEqual({
      origin: 'https://forms.example',
      start: 'https://forms.example/start?a=1',
      partition: 'persist:app-web',
      folder: null,
    });
    expect(placeOf(anApp('outtray')).origin).not.toBe(WINDOW_ORIGIN);
  });

  it.each([
    ['https://forms.example/other', true],
    ['https://login.example/authorize?x', true],
    ['https://forms.example.evil/', false],
    ['https://forms.example:444/', false],
    ['http://forms.example/', false],
    ['https://login.example.evil/', false],
    ['https://login.example@evil.example/', false],
    ['app://app-forms/', false],
    ['file:///etc/passwd', false],
    ['javascript:alert(1)', false],
    ['about:blank', false],
  ])('may be left for %s: %s', (url, may) => {
    expect(mayNavigate(WEB, url)).toBe(may);
  });
});

describe('what an app may ask the system for', () => {
  const app = anApp('forms', { permissions: ['camera', 'geolocation'] });
  const { origin } = placeOf(app);
  const asked = { permission: 'media', origin, isMainFrame: true, media: ['video'] };

  it.each<[string, Partial<typeof asked>, boolean]>([
    ['the camera', {}, true],
    ['the microphone', { media: ['audio'] }, false],
    ['the camera with the microphone', { media: ['video', 'audio'] }, false],
    ['media of no kind', { media: [] }, false],
    ['media of an unknown kind', { media: ['unknown'] }, false],
    ['where it is', { permission: 'geolocation', media: [] }, true],
    ['notifications', { permission: 'notifications', media: [] }, false],
    ['anything else', { permission: 'openExternal', media: [] }, false],
    ['the camera, for another origin', { origin: 'https://evil.example' }, false],
    ['the camera, for a frame inside', { isMainFrame: false }, false],
  ])('%s', (_what, more, permitted) => {
    expect(isPermitted(app, { ...asked, ...more })).toBe(permitted);
  });
});

describe('the files of an app', () => {
  function site() {
    const home = tempFolder();
    const folder = join(home, 'apps', 'forms');
    mkdirSync(join(folder, 'assets'), { recursive: true });
    mkdirSync(join(home, 'apps', 'other'));
    writeFileSync(join(folder, 'index.html'), '<!doctype html>');
    writeFileSync(join(folder, 'assets', 'a.js'), '1;');
    writeFileSync(join(home, 'apps', 'other', 'secret.js'), 'secret');
    symlinkSync(join(home, 'apps', 'other', 'secret.js'), join(folder, 'link.js'));
    return (url: string, method = 'GET') => answerApp({ method, url }, FOLDER, folder);
  }

  it('are served under a policy that names the servers it may send to, and no others', async () => {
    const get = site();
    for (const path of ['/', '/index.html', '/assets/a.js?v=1', '/#top']) {
      const answer = await get(`app://app-forms${path}`);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-security-policy')).toContain(
        "connect-src 'self' http://127.0.0.1:*;",
      );
      expect(answer.headers.get('cache-control')).toBe('no-store');
    }
    expect((await get('app://app-forms/', 'POST')).status).toBe(405);
  });

  it.each([
    'app://app-forms/../other/secret.js',
    'app://app-forms/%2e%2e/other/secret.js',
    'app://app-forms/..%2fother%2fsecret.js',
    'app://app-forms/..\\other\\secret.js',
    'app://app-forms/link.js',
    'app://app-forms/missing.html',
    'app://app-other/secret.js',
    'app://outtray/index.html',
    'app://app-forms.evil/index.html',
  ])('nothing else is served: %s', async (url) => {
    const answer = await site()(url);
    expect(answer.status).toBe(404);
    expect(await answer.text()).not.toContain('secret');
  });

  it.each([
    ['https://api.example/visits/*', ['https://api.example']],
    ['https://*.example.com/*', ['https://*.example.com']],
    ['http://127.0.0.1:*/inbox*', ['http://127.0.0.1:*']],
    ['http://[::1]:8080/x', ['http://[::1]:8080']],
    ['https://api.example', ['https://api.example']],
    // It would widen the policy, or end it.
    ['https://api.example:(80|443)/x', []],
    ['https://a{b}?.example/x', []],
    ["https://api.example;script-src 'unsafe-inline'/x", []],
  ])('the servers of %s are %o', (pattern, sources) => {
    expect(sourcesOf([pattern, pattern])).toEqual(sources);
  });
});
