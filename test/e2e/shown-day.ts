import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { privateCa } from '../support/private-ca.ts';
import type { Field } from './field.ts';

const HOST = 'records.clinic.example';

/** What the server is given, oldest first. The path decides what it makes of it. */
const LINES = [
  ['Medication plan, ward 3', 'plans', {}],
  ['Visit 37: dressing changed', 'visits', {}],
  ['Order of dressings and gloves', 'orders', { priority: 'low' }],
  ['Visit 38: blood pressure', 'visits', {}],
  ['Fall report, room 12', 'reports', { priority: 'urgent' }],
  ['Timesheet, week 47', 'timesheets', {}],
  ['Visit 39: weight and temperature', 'visits', {}],
  ['Consent form, signed', 'consents', { unknownOutcome: 'ask' }],
  ['Visit 40: insulin given', 'visits', { priority: 'high' }],
  ['Discharge letter, room 7', 'letters', { ref: 'letter-7' }],
  ['Copy of the letter to the family doctor', 'copies', { after: ['letter-7'] }],
  ['Visit 41: wound care', 'visits', {}],
  ['Visit 42: blood pressure and weight', 'visits/42', { priority: 'high', ref: 'visit-42' }],
  ['Night round, tomorrow', 'rounds', { notBefore: Date.now() + 50_000_000 }],
] as const;

export const SHOWN_DAY = {
  items: LINES.length + 1,
  refused: 'Visit 42: blood pressure and weight',
};

const REFUSAL = {
  title: 'The weight is missing',
  status: 422,
  errors: [{ pointer: '#/weight', detail: 'give it in kilograms, such as 71.5' }],
};

/** A day that can be shown to anybody: a server with a name and a certificate, and items as people write them. */
export async function shownDay(field: Field): Promise<{ close(): void }> {
  const ca = privateCa(field.home, 'Clinic');
  const server = createSecureServer(ca.serverFor(HOST), (request, response) => {
    void answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const proxy = createServer();
  // Names that only this day knows lead to its server.
  proxy.on('connect', (_request, socket, head) => {
    const onward = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    for (const end of [onward, socket]) end.on('error', () => end.destroy());
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  await field.cli([
    'settings',
    'set',
    'proxy',
    `127.0.0.1:${(proxy.address() as AddressInfo).port}`,
  ]);
  const account = {
    name: 'clinic-north',
    origins: [`https://${HOST}`],
    auth: { kind: 'none' },
    ca: { file: ca.file },
  };
  await field.cli(['account', 'add', '--from', '-'], { stdin: JSON.stringify(account) });
  await field.cli(['add', '--from', '-'], { stdin: linesOf(field).join('\n') });
  return {
    close() {
      for (const one of [server, proxy]) {
        one.close();
        one.closeAllConnections();
      }
    },
  };
}

function linesOf(field: Field): readonly string[] {
  const photos = join(field.home, 'photos.zip');
  writeFileSync(photos, Buffer.alloc(40_000_000, 'photo'));
  const lines = LINES.map(([title, path, more], at) => ({
    method: 'POST',
    url: `https://${HOST}/${path}`,
    title,
    body: {
      kind: 'json',
      value: { title, nurse: 'A. Brandt', pulse: 64 + at, notes: 'seen at home '.repeat(at) },
    },
    ...more,
  }));
  const large = {
    method: 'PUT',
    url: `https://${HOST}/photos/12`,
    title: 'Photos of the wound, room 12',
    body: { kind: 'file', file: { path: photos } },
  };
  return [...lines, large].map((line) => JSON.stringify(line));
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { url: path = '' } = request;
  let read = 0;
  for await (const chunk of request) {
    read += (chunk as Buffer).length;
    // It never gets to the end of the photos: one sees them on their way.
    if (path.startsWith('/photos') && read > 12_000_000) return;
  }
  if (path === '/consents') return void response.destroy();
  const [status, type, body] =
    path === '/visits/42'
      ? [422, 'application/problem+json', REFUSAL]
      : path === '/timesheets' || path === '/letters'
        ? [503, 'application/json', { message: 'Back in an hour' }]
        : [201, 'application/json', { id: read }];
  response.writeHead(status, { 'content-type': type }).end(JSON.stringify(body));
}
