import { expect, test } from 'vitest';
import { policyPlaces } from '../../../electron/host/policy-places.ts';

test('no environment moves the machine-wide place, and what it names comes last', () => {
  const env = { OUTTRAY_POLICY: '/tmp/mine.json', XDG_CONFIG_DIRS: '/tmp', ProgramData: '/tmp' };
  expect(policyPlaces({ env, platform: 'linux' })).toEqual([
    '/etc/outtray/policy.json',
    '/tmp/mine.json',
  ]);
  expect(policyPlaces({ env: {}, platform: 'darwin' })).toEqual([
    '/Library/Application Support/OutTray/policy.json',
  ]);
  for (const named of ['', 'mine.json', './mine.json'])
    expect(policyPlaces({ env: { OUTTRAY_POLICY: named }, platform: 'linux' })).toHaveLength(1);
});

test('on Windows the usual place goes before what %ProgramData% says', () => {
  const usual = 'C:\\ProgramData\\OutTray\\policy.json';
  const at = (ProgramData?: string) =>
    policyPlaces({ env: ProgramData === undefined ? {} : { ProgramData }, platform: 'win32' });
  expect(at()).toEqual([usual]);
  expect(at('C:\\ProgramData')).toEqual([usual]);
  expect(at('D:\\Elsewhere')).toEqual([usual, 'D:\\Elsewhere\\OutTray\\policy.json']);
  expect(at('elsewhere')).toEqual([usual]);
});
