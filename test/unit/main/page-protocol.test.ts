import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answerPage, outtrayScheme } from '../../../electron/main/shell/page-protocol.ts';
import { tempFolder } from '../../support/temp-folder.ts';

function site() {
  const root = tempFolder();
  const folder = join(root, 'page');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'index.html'), '<!doctype html>');
  writeFileSync(join(folder, 'assets', 'a.js'), '1;');
  writeFileSync(join(root, 'secret.js'), 'secret');
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  symlinkSync(join(root, 'secret.js'), join(folder, 'link.js'));
  return (url: string, method = 'GET') => answerPage({ method, url }, folder);
}

test('the page and its files are served under its policy', async () => {
  const get = site();
  for (const url of [
    'app://outtray/',
    'app://outtray/#queue',
    'app://outtray/?x',
    'app://outtray/assets/a.js',
  ]) {
    const answer = await get(url);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  }
});

test.for([
  '/../secret.js',
  '/%2e%2e/secret.js',
  '/%2E%2E%2Fsecret.js',
  '/..%2fsecret.js',
  '/%252e%252e%252fsecret.js',
  '/..%5csecret.js',
  '/..\\secret.js',
  '/assets/../../secret.js',
  '/assets/..;/..;/secret.js',
  '/%c0%ae%c0%ae/secret.js',
  '/%uff0e%uff0e/secret.js',
  '/\u002e\u002e/secret.js',
  '/．．/secret.js',
  '//etc/passwd.js',
  '/./index.html',
  '/.hidden.js',
  '/assets/a.js%00.html',
  '/assets/a.js\u0000',
  '/C:/secret.js',
  '/file:///secret.js',
  '/link.js',
  '/secret.txt',
  '/assets',
  '/assets/',
])('nothing outside of the page is served: %s', async (path) => {
  const answer = await site()(`app://outtray${path}`);
  expect(answer.status).toBe(404);
  expect(await answer.text()).not.toContain('secret\n');
});

test.for([
  'app://other/index.html',
  'app://outtray.evil/index.html',
  'app://user@outtray/index.html',
  'app://outtray:80/index.html',
  'app:outtray/index.html',
  'APP://outtray/index.html',
])('another host of the scheme has no page: %s', async (url) => {
  expect((await site()(url)).status).toBe(404);
});

test('nothing is taken in', async () => {
  expect((await site()('app://outtray/', 'POST')).status).toBe(405);
});

test('the scheme has what a secure page needs, and no way around its policy', () => {
  expect(outtrayScheme.privileges).toEqual({ standard: true, secure: true, supportFetchAPI: true });
});
