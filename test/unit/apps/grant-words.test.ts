import { describe, expect, it } from 'vitest';
import { sampleApp } from '../../../electron/core/practice-mode/sample-app.ts';
import { appInput } from '../../../shared/contracts/app-grant.ts';
import { grantLines } from '../../../shared/messages/grant-words.ts';
import { anApp } from '../../support/an-app.ts';

describe('what a grant says', () => {
  it('is nothing to send, and nothing of the local network, where it names nothing', () => {
    const app = appInput.parse({ id: 'forms', name: 'Forms', url: 'apps/forms' });
    expect(grantLines(app.grant)).toEqual([
      'May send nothing.',
      'At most 100 MB and 20 files in a request, 1000 requests a day, 500 waiting; priority low, normal.',
      'Reaches addresses of the internet only. Behind a proxy only the address as it is written can be checked.',
    ]);
  });

  it('is each thing that it allows', () => {
    const { grant } = anApp('forms', {
      targets: [
        { url: 'https://api.example/visits/*', methods: ['POST'] },
        { url: 'https://files.example/*', methods: ['PUT', 'DELETE'] },
      ],
      files: 1,
      quota: { perDay: 1, open: 2 },
      priorities: ['urgent'],
      accounts: ['clinic', 'other'],
      setTokens: true,
      permissions: ['camera', 'geolocation'],
      navigation: ['https://login.example'],
    });
    expect(grantLines(grant)).toEqual([
      'May send POST to https://api.example/visits/*.',
      'May send PUT, DELETE to https://files.example/*.',
      'At most 100 MB and 1 file in a request, 1 request a day, 2 waiting; priority urgent.',
      'May send as clinic, other.',
      'May sign these in.',
      'May reach this computer and the local network.',
      'May use: camera, geolocation.',
      'Its window may also go to https://login.example.',
    ]);
  });
});

it('the sample app is granted its practice server, and nobody else can be it', () => {
  const app = sampleApp('http://127.0.0.1:4711');
  expect(app.grant.targets).toEqual([
    { url: 'http://127.0.0.1:4711/inbox/inspections*', methods: ['POST', 'PUT'] },
  ]);
  expect(app.grant).toMatchObject({ setTokens: false, permissions: [], navigation: [] });
  expect(appInput.safeParse(app).success).toBe(false);
  expect(appInput.safeParse({ ...app, id: 'another' }).success).toBe(true);
});
