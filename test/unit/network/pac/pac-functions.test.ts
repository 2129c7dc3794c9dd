import { expect, test } from 'vitest';
import { pacFunctions } from '../../../../electron/adapters/network/pac/pac-functions.ts';

/** A Friday. */
const NOW = new Date('2026-11-27T13:30:15Z');

const functions = pacFunctions({
  now: () => NOW,
  addressOf: (name) => (name === 'intra.example' ? '10.1.2.3' : null),
  myAddress: () => '192.168.1.7',
});

test.for([
  ['isPlainHostName', ['intranet'], true],
  ['isPlainHostName', ['www.example'], false],
  ['isPlainHostName', ['fd00::1'], false],
  ['dnsDomainIs', ['api.Example', '.example'], true],
  ['dnsDomainIs', ['api.example.org', '.example'], false],
  ['localHostOrDomainIs', ['www.example', 'www.example'], true],
  ['localHostOrDomainIs', ['www', 'www.example'], true],
  ['localHostOrDomainIs', ['home.example', 'www.example'], false],
  ['dnsDomainLevels', ['intranet'], 0],
  ['dnsDomainLevels', ['a.b.example'], 2],
  ['shExpMatch', ['http://api.example/a/b', '*/a/*'], true],
  ['shExpMatch', ['http://api.example/b', '*/a/*'], false],
  ['shExpMatch', ['api.example', 'api?example'], true],
  ['shExpMatch', ['apixexample', 'api.example'], false],
  ['shExpMatch', ['a+b(c', 'a+b(*'], true],
  ['shExpMatch', ['', ''], true],
  ['shExpMatch', ['', '***'], true],
  ['shExpMatch', ['abcabd', '*abd'], true],
  ['shExpMatch', ['a*', 'a*b'], false],
  ['isResolvable', ['intra.example'], true],
  ['isResolvable', ['gone.example'], false],
  ['dnsResolve', ['intra.example'], '10.1.2.3'],
  ['dnsResolve', ['10.9.9.9'], '10.9.9.9'],
  ['dnsResolve', ['gone.example'], null],
  ['isInNet', ['intra.example', '10.0.0.0', '255.0.0.0'], true],
  ['isInNet', ['10.1.2.3', '10.1.2.0', '255.255.255.0'], true],
  ['isInNet', ['11.1.2.3', '10.0.0.0', '255.0.0.0'], false],
  ['isInNet', ['10.9.2.3', '10.0.2.3', '255.0.255.255'], true],
  ['isInNet', ['200.1.2.3', '200.1.0.0', '255.255.0.0'], true],
  ['isInNet', ['gone.example', '0.0.0.0', '0.0.0.0'], false],
  ['isInNet', ['10.1.2.3', 'nonsense', '255.0.0.0'], false],
  ['myIpAddress', [], '192.168.1.7'],
  ['alert', ['hello'], null],
  ['weekdayRange', ['FRI', 'GMT'], true],
  ['weekdayRange', ['MON', 'THU', 'GMT'], false],
  ['weekdayRange', ['mon', 'fri', 'GMT'], true],
  ['weekdayRange', ['THU', 'MON', 'GMT'], true],
  ['weekdayRange', ['SAT', 'WED', 'GMT'], false],
  ['weekdayRange', ['NOD', 'GMT'], false],
  ['timeRange', [13, 'GMT'], true],
  ['timeRange', [12, 'GMT'], false],
  ['timeRange', [9, 13, 'GMT'], true],
  ['timeRange', [22, 6, 'GMT'], false],
  ['timeRange', [13, 5, 'GMT'], true],
  ['timeRange', [13, 0, 13, 30, 'GMT'], true],
  ['timeRange', [13, 31, 17, 0, 'GMT'], false],
  ['timeRange', [13, 30, 15, 13, 30, 15, 'GMT'], true],
  ['timeRange', [13, 30, 16, 14, 0, 0, 'GMT'], false],
  ['timeRange', [1, 2, 3, 'GMT'], false],
  ['dateRange', [27, 'GMT'], true],
  ['dateRange', [1, 15, 'GMT'], false],
  ['dateRange', ['NOV', 'GMT'], true],
  ['dateRange', ['OCT', 'MAR', 'GMT'], true],
  ['dateRange', ['JAN', 'MAR', 'GMT'], false],
  ['dateRange', [27, 'NOV', 'GMT'], true],
  ['dateRange', [27, 'DEC', 'GMT'], false],
  ['dateRange', [27, 'NOV', 2026, 'GMT'], true],
  ['dateRange', [2026, 'GMT'], true],
  ['dateRange', [2020, 2025, 'GMT'], false],
  ['dateRange', [1, 'JUN', 15, 'DEC', 'GMT'], true],
  ['dateRange', ['OCT', 2026, 'MAR', 2027, 'GMT'], true],
  ['dateRange', [1, 'JUN', 1995, 15, 'AUG', 2026, 'GMT'], false],
  ['dateRange', [1, 'JUN', 'AUG', 'GMT'], false],
  ['dateRange', ['GMT'], false],
] as const)('%s(%j) is %j', ([name, args, answer]) => {
  expect(functions[name]?.(...args)).toBe(answer);
});

test('without "GMT" it is the time of this machine that counts', () => {
  const noon = new Date(2026, 10, 27, 12, 0, 0);
  const here = pacFunctions({ now: () => noon, addressOf: () => null, myAddress: () => '' });
  expect(here['timeRange']?.(12)).toBe(true);
  expect(here['weekdayRange']?.('FRI')).toBe(true);
  expect(here['dateRange']?.(27, 'NOV', 2026)).toBe(true);
});
