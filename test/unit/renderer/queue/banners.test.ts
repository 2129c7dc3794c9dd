import { expect, test } from 'vitest';
import { bannersOf } from '../../../../renderer/queue/banners.ts';
import { gateOf, signInGate } from '../../shell/work.ts';

const closed = gateOf({ key: 'https://closed.test' });
const lost = gateOf({ key: 'https://lost.test' });
const untrusted = gateOf({
  key: 'https://untrusted.test',
  reason: { code: 'UNREACHABLE', cause: 'certificate', detail: 'CERT_HAS_EXPIRED' },
});
const pause = { scope: 'all', key: '', since: 1, until: null } as const;

test('what needs a person stands above what passes by itself, and each server once', () => {
  const banners = bannersOf({
    gates: [closed, lost, untrusted, signInGate('field')],
    away: [
      {
        origin: lost.key,
        since: 1,
        reason: { code: 'UNREACHABLE', cause: 'dns', detail: 'ENOTFOUND' },
      },
    ],
    pauses: [pause],
    disk: null,
  });
  expect(banners.map((one) => ('gate' in one ? [one.kind, one.gate.key] : [one.kind]))).toEqual([
    ['account', 'field'],
    ['server', 'https://untrusted.test'],
    ['away'],
    ['pause'],
    ['gate', 'https://closed.test'],
  ]);
});

test('an account whose secrets are locked away needs a person; one whose server is busy does not', () => {
  const trouble = (key: string, detail: string) =>
    gateOf({ scope: 'account', key, reason: { code: 'TOKEN_TROUBLE', detail } });
  const banners = bannersOf({
    gates: [
      trouble('busy', 'TOKEN_ENDPOINT_BUSY'),
      trouble('locked', 'KEYCHAIN_LOCKED'),
      trouble('refused', 'TOKEN_CLIENT_REFUSED'),
    ],
    away: [],
    pauses: [],
    disk: null,
  });
  expect(banners.map((one) => ('gate' in one ? [one.kind, one.gate.key] : []))).toEqual([
    ['keychain', 'locked'],
    ['account', 'refused'],
    ['gate', 'busy'],
  ]);
});
