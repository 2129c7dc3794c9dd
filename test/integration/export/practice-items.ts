import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sampleRequests } from '../../../electron/core/practice-mode/sample-requests.ts';
import type { RequestInput } from '../../../shared/contracts/request-input.ts';

/** Stands in a header and in the URL of an item. */
export const OWN_SECRET = 'own-secret-3f9a77';

/** Twenty items for a practice server, of every kind of body and with every kind of trouble; none for its account. */
export function practiceItems(url: string, folder: string): readonly RequestInput[] {
  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const photos = { front: file('front.jpg', 'front'), back: file("it's the back.jpg", 'back\r\n') };
  const samples = sampleRequests(url, photos).map((request) => ({
    ...request,
    account: undefined,
  }));
  const inbox = `${url}/inbox`;
  return [
    ...samples,
    { method: 'PUT', url: `${inbox}/scans/7`, body: { kind: 'file', file: { path: photos.back } } },
    {
      method: 'POST',
      url: `${inbox}/forms`,
      body: {
        kind: 'form',
        fields: [
          ['a b', 'ü&='],
          ['a b', "it's"],
        ],
      },
    },
    {
      method: 'POST',
      url: `${inbox}/notes`,
      body: { kind: 'text', text: '@ "50%" $HOME\n😀\u0000' },
    },
    {
      method: 'POST',
      url: `${inbox}/sketches`,
      body: {
        kind: 'multipart',
        parts: [
          { name: '', file: { path: photos.front }, filename: 'Brücke "Nord".jpg' },
          { name: 'quo"te', value: '\r\n' },
        ],
      },
    },
    { method: 'DELETE', url: `${inbox}/reports/3` },
    { method: 'GET', url: `${inbox}/reports?q=[1-3]` },
    { method: 'HEAD', url: `${inbox}/reports` },
    {
      method: 'PATCH',
      url: `${inbox}/keys?room=4&api_key=${OWN_SECRET}`,
      headers: { 'X-Api-Key': OWN_SECRET, 'X-Empty': '' },
      title: '=1+1, "x"',
      body: { kind: 'json', text: '{ "secret": "body-3f9a77" }' },
    },
    {
      method: 'POST',
      url: `${inbox}/old?redirect=307&to=/inbox/new`,
      body: { kind: 'json', value: { moved: true } },
    },
  ];
}
