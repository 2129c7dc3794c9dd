import { expect, test } from 'vitest';
import { refusalOf } from '../../../electron/headless/web/guard.ts';

const HERE = '127.0.0.1:4711';
const call = {
  method: 'POST',
  target: '/api/call/list',
  host: HERE,
  origin: `http://${HERE}`,
  site: 'same-origin',
};
const opening = { ...call, method: 'GET', target: '/', origin: undefined, site: 'none' };

test.for([
  ['a call of the page', call],
  ['a call of a browser without Sec-Fetch-Site', { ...call, site: undefined }],
  ['a call of a client that is no browser', { ...call, origin: undefined, site: undefined }],
  ['a person who opens the address', opening],
  [
    'the page that asks for its own file',
    { ...opening, target: '/assets/a.js', site: 'same-origin' },
  ],
  ['the event stream', { ...opening, target: '/api/events?cursor=1', site: 'same-origin' }],
] as const)('%s passes', ([, head]) => {
  expect(refusalOf(head, HERE)).toBeNull();
});

test.for([
  ['no Host', { ...call, host: undefined }, 403],
  ['a name that points here', { ...call, host: 'attacker.example:4711' }, 403],
  ['another name of this machine', { ...call, host: 'localhost:4711' }, 403],
  ['another port', { ...call, host: '127.0.0.1:4712' }, 403],
  ['the Host with something behind it', { ...call, host: `${HERE}.attacker.example` }, 403],
  ['another Origin', { ...call, origin: 'https://attacker.example' }, 403],
  ['the Origin of another port', { ...call, origin: 'http://127.0.0.1:4712' }, 403],
  ['a sandboxed frame', { ...call, origin: 'null' }, 403],
  ['another site', { ...call, site: 'cross-site' }, 403],
  ['another port of this machine', { ...call, site: 'same-site' }, 403],
  ['a link on another site', { ...opening, site: 'cross-site' }, 403],
  ['a call opened as an address', { ...call, site: 'none' }, 403],
  ['events opened as an address', { ...opening, target: '/api/events?cursor=1' }, 403],
  ['a call by GET', { ...call, method: 'GET' }, 405],
  ['a method that nobody needs', { ...opening, method: 'PUT', site: 'same-origin' }, 405],
  ['a preflight', { ...call, method: 'OPTIONS', site: undefined }, 405],
  ['a proxy request', { ...opening, target: `http://${HERE}/` }, 400],
  ['two slashes', { ...opening, target: '//attacker.example/' }, 400],
] as const)('%s is refused', ([, head, status]) => {
  expect(refusalOf(head, HERE)?.status).toBe(status);
});
