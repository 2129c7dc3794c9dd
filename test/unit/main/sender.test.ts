import { expect, test } from 'vitest';
import { isFrom, type SenderFrame } from '../../../electron/main/ipc/sender.ts';

const ORIGIN = 'app://outtray';
const OURS = { id: 1 };
const main: SenderFrame = { url: `${ORIGIN}/`, origin: ORIGIN, parent: null };
const from = (senderFrame: SenderFrame | null, sender = OURS) =>
  isFrom({ sender, senderFrame }, (contents) => contents === OURS, ORIGIN);

test('the page of our own window is heard', () => {
  expect(from(main)).toBe(true);
  expect(from({ ...main, url: `${ORIGIN}/index.html#queue` })).toBe(true);
});

const gone: SenderFrame = {
  get url(): string {
    throw new Error('Render frame was disposed before WebFrameMain could be accessed');
  },
  origin: ORIGIN,
  parent: null,
};

test.for<readonly [string, SenderFrame | null]>([
  ['a frame that is not there any more', null],
  ['a frame that goes while it is looked at', gone],
  ['a frame inside the page', { ...main, parent: main }],
  ['about:blank', { ...main, url: 'about:blank', origin: 'null' }],
  [
    'a page that it went to',
    { ...main, url: 'https://evil.example/', origin: 'https://evil.example' },
  ],
  [
    'an address that only begins like ours',
    { ...main, url: 'app://outtray.evil/', origin: 'app://outtray.evil' },
  ],
  ['another host of the scheme', { ...main, url: 'app://other/', origin: 'app://other' }],
  ['our address with an origin that is none', { ...main, origin: 'null' }],
  ['our origin with another address', { ...main, url: 'data:text/html,hi' }],
  ['upper case', { ...main, origin: 'APP://outtray' }],
  ['a port', { ...main, url: 'app://outtray:1/', origin: 'app://outtray:1' }],
])('I-05: %s is not', ([, frame]) => {
  expect(from(frame)).toBe(false);
});

test('I-05: nor is anything in contents that are not our own', () => {
  expect(from(main, { id: 2 })).toBe(false);
});
