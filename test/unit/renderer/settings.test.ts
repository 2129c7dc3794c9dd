import { expect, test } from 'vitest';
import { draftOf, settingOf } from '../../../renderer/settings/setting-draft.ts';

test('what stands in a field is saved as the setting takes it', () => {
  expect(settingOf('slots.all', ' 8 ')).toEqual({ ok: true, value: 8 });
  expect(settingOf('notifications.quietFrom', '22:00')).toEqual({ ok: true, value: '22:00' });
  expect(settingOf('notifications.quietFrom', '')).toEqual({ ok: true, value: null });
  expect(draftOf(null)).toBe('');
});

test.for(['', '0', '17', '1.5', '-1', 'six', '1e1'])('%j is no number of slots', (text) => {
  expect(settingOf('slots.all', text)).toEqual({
    ok: false,
    error: 'Takes a whole number from 1 to 16.',
  });
});
