import { describe, expect, test } from 'vitest';
import { createAppBook } from '../../../../electron/core/apps/app-book.ts';
import { createSettingsBook } from '../../../../electron/core/settings/settings-book.ts';
import { DEFAULT_SETTINGS } from '../../../../shared/contracts/settings.ts';
import { ok } from '../../../../shared/lang/result.ts';
import { policyInMemory } from '../../../support/policy-files.ts';

/** Settings and apps of a user on a machine that may be managed. */
function profile(file: unknown, policy?: unknown) {
  const machine = policyInMemory(policy);
  const book = machine.start();
  let text = JSON.stringify(file);
  const settings = createSettingsBook(
    {
      read: () => ({ kind: 'text', text }),
      write(next) {
        text = next;
        return Promise.resolve(ok(null));
      },
    },
    book,
  );
  const apps = createAppBook({ settings, policy: book, comesAlong: () => [], changed() {} });
  return { machine, settings, apps, file: () => JSON.parse(text) as unknown };
}

describe('settings under a policy', () => {
  test('have its values before those of the file, which come back with its end', () => {
    const { settings, machine, file } = profile(
      { 'slots.all': 9, theme: 'dark', 'notifications.quietFrom': '22:00' },
      { settings: { 'slots.all': 4, 'notifications.quietFrom': null } },
    );
    const view = settings.view();
    expect(view.settings).toEqual({ ...DEFAULT_SETTINGS, 'slots.all': 4, theme: 'dark' });
    expect(view.origins).toMatchObject({
      'slots.all': 'policy',
      'notifications.quietFrom': 'policy',
      theme: 'file',
      startAtLogin: 'default',
    });
    expect(view.managed?.settings).toEqual(['slots.all', 'notifications.quietFrom']);
    machine.lay({});
    expect(settings.view().settings).toMatchObject({
      'slots.all': 9,
      'notifications.quietFrom': '22:00',
    });
    expect(file()).toMatchObject({ 'slots.all': 9 });
  });

  test('that users may not change have the default, and what is wrong with them in the file is nobody’s worry', () => {
    const { settings } = profile(
      { 'slots.all': 9, theme: 'dark', 'slots.perOrigin': 'many' },
      { users: { settings: ['theme'] } },
    );
    expect(settings.view()).toMatchObject({
      settings: { ...DEFAULT_SETTINGS, theme: 'dark' },
      origins: { 'slots.all': 'default', theme: 'file' },
      problems: [],
    });
  });

  test('are changed all or not at all, and whoever listens is told of the policy’s changes', async () => {
    const { settings, machine, file } = profile({}, { settings: { 'slots.all': 4 } });
    expect(await settings.change({ theme: 'dark', 'slots.all': 5 })).toMatchObject({
      error: { code: 'MANAGED', params: { name: 'slots.all' } },
    });
    expect(await settings.change({ 'slots.all': null })).toMatchObject({
      error: { code: 'MANAGED' },
    });
    expect(file()).toEqual({});
    let told = 0;
    settings.onChange(() => {
      told += 1;
    });
    machine.lay({ settings: { 'slots.all': 3 } });
    expect(settings.view().settings['slots.all']).toBe(3);
    expect(told).toBe(1);
  });

  test('stay as they are while the policy cannot be understood, which is said', async () => {
    const { settings, machine } = profile({ 'slots.all': 9 });
    machine.write('{');
    expect(settings.view()).toMatchObject({
      settings: { 'slots.all': 9 },
      origins: { 'slots.all': 'file' },
      managed: { ownAccounts: false, ownApps: false },
      problems: [{ key: '', message: expect.stringContaining('is not used: it is no JSON') }],
    });
    expect(await settings.change({ theme: 'dark' })).toMatchObject({
      error: { code: 'POLICY_INVALID' },
    });
  });
});

describe('apps under a policy', () => {
  const visits = { id: 'visits', name: 'Visits', url: 'https://forms.example' };
  const own = { id: 'own', name: 'Own', url: 'https://own.example' };

  test('are its own and those of the user, its own before one of the same id', async () => {
    const { apps, machine } = profile(
      { apps: [{ ...visits, url: 'https://other.example' }, own] },
      { apps: [visits] },
    );
    expect(apps.view().apps).toMatchObject([
      { ...visits, managed: true },
      { ...own, managed: false },
    ]);
    expect(apps.find('visits')).toMatchObject({ url: 'https://forms.example' });
    expect(await apps.remove('visits')).toMatchObject({ error: { code: 'MANAGED' } });
    expect(await apps.remove('own')).toMatchObject({ ok: true });
    machine.lay({});
    expect(apps.find('visits')).toMatchObject({ url: 'https://other.example' });
  });

  test('are no others where users may have none', async () => {
    const { apps, machine, file } = profile({ apps: [own] }, { users: { apps: false } });
    expect(apps.view().apps).toEqual([]);
    expect(apps.find('own')).toBeNull();
    const saved = await apps.save({ ...own, grant: {} as never });
    expect(saved).toMatchObject({ error: { code: 'MANAGED', params: { what: 'ownApps' } } });
    expect(file()).toEqual({ apps: [own] });
    machine.lay({});
    expect(apps.find('own')).not.toBeNull();
  });
});
