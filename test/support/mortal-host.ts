// A host that ends itself with SIGKILL at one point of its first refresh.
//   node mortal-host.ts HOME POINT

import fs from 'node:fs/promises';
import http from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import type { KillPoint } from './mortal-broker.ts';

const [home = '', point] = process.argv.slice(2);
const dieAt = (here: KillPoint): void => {
  if (here === point) process.kill(process.pid, 'SIGKILL');
};

// The host has no seam for this, and needs none: these are what its refresh and its credentials file go through.
const { request } = http;
http.request = ((url: string, options: http.RequestOptions) => {
  if (!url.endsWith('/token')) return request(url, options);
  dieAt('before the call');
  return request(url, options).prependListener('response', () => dieAt('after the rotation'));
}) as typeof http.request;
const { rename } = fs;
fs.rename = async (from, to) => {
  if (!String(to).endsWith('credentials.json')) return rename(from, to);
  dieAt('before the write');
  await rename(from, to);
  dieAt('after it');
};
syncBuiltinESMExports();

const { openHost } = await import('../../electron/headless/index.ts');
const opened = await openHost({ home });
if (!opened.ok) throw new Error(opened.error.code);
await opened.value.sending.start();
