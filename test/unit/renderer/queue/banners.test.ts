import { expect, test } from 'vitest';
import { bannersOf } from '../../../../renderer/queue/banners.ts';
import { gateOf, signInGate } from '../../shell/work.ts';

const away = gateOf({ key: 'https://away.test' });
const untrusted = gateOf({
  key: 'https://untrusted.test',
  reason: { code: 'UNREACHABLE', cause: 'certificate', detail: 'CERT_HAS_EXPIRED' },
});
const pause = { scope: 'all', key: '', since: 1, until: null } as const;

test('what needs a person stands above what passes by itself, and each server once', () => {
  const banners = bannersOf({
    gates: [away, untrusted, signInGate('field')],
    pauses: [pause],
    disk: null,
  });
  expect(banners.map((one) => ('gate' in one ? [one.kind, one.gate.key] : [one.kind]))).toEqual([
    ['account', 'field'],
    ['server', 'https://untrusted.test'],
    ['pause'],
    ['gate', 'https://away.test'],
  ]);
});
