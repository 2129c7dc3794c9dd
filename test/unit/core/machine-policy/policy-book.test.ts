import { describe, expect, test } from 'vitest';
import {
  accountRefused,
  appRefused,
  managedOf,
  settingsRefused,
} from '../../../../electron/core/machine-policy/in-force.ts';
import { SETTING_KEYS } from '../../../../shared/contracts/settings.ts';
import { POLICY_FILE, policyInMemory } from '../../../support/policy-files.ts';

const FOUR = { settings: { 'slots.all': 4 } };

describe('the policy in force', () => {
  test('is none where there is no file', () => {
    expect(policyInMemory().start().inForce()).toEqual({ kind: 'none' });
  });

  test('is what the file says, and is told when that changes', () => {
    const machine = policyInMemory(FOUR);
    const book = machine.start();
    let told = 0;
    book.onChange(() => {
      told += 1;
    });
    expect(book.inForce()).toMatchObject({ policy: FOUR, problems: [] });
    book.look();
    expect(told).toBe(0);
    machine.lay({ settings: { 'slots.all': 5 } });
    expect(book.look()).toMatchObject({ policy: { settings: { 'slots.all': 5 } } });
    expect(told).toBe(1);
  });

  test.for<[string, (machine: ReturnType<typeof policyInMemory>) => void]>([
    ['broken', (machine) => machine.write('{')],
    ['wrong in one place', (machine) => machine.lay({ ...FOUR, users: { apps: 1 } })],
    ['closed', (machine) => machine.lock('EACCES')],
  ])('stays what it was while the file is %s, also after a start', async ([, damage]) => {
    const machine = policyInMemory(FOUR);
    const book = machine.start();
    await book.remember();
    damage(machine);
    const found = book.look();
    expect(found).toMatchObject({ kind: 'policy', file: POLICY_FILE, policy: FOUR });
    expect(found).toHaveProperty('problems.length', 1);
    const restarted = machine.start();
    expect(restarted.inForce()).toEqual(found);
    await restarted.remember();
    expect(machine.remembered()).toBe(JSON.stringify(FOUR));
  });

  test('is closed where the file was never right, and open once it is or is gone', () => {
    const machine = policyInMemory();
    machine.write('{');
    const book = machine.start();
    expect(book.inForce()).toMatchObject({ kind: 'closed', problems: [{ kind: 'malformed' }] });
    machine.take();
    expect(book.look()).toEqual({ kind: 'none' });
    machine.write('{');
    expect(book.look()).toMatchObject({ kind: 'closed' });
    machine.lay(FOUR);
    expect(book.look()).toMatchObject({ kind: 'policy', problems: [] });
  });

  test('outlives its file until the next start, and is forgotten then', async () => {
    const machine = policyInMemory(FOUR);
    const book = machine.start();
    await book.remember();
    machine.take();
    expect(book.look()).toMatchObject({
      kind: 'policy',
      policy: FOUR,
      problems: [{ kind: 'gone' }],
    });
    const restarted = machine.start();
    expect(restarted.inForce()).toEqual({ kind: 'none' });
    await restarted.remember();
    expect(machine.remembered()).toBeNull();
    machine.write('{');
    expect(restarted.look()).toMatchObject({ kind: 'closed' });
  });
});

describe('what users may change', () => {
  const account = { name: 'field', origins: ['https://api.example'], auth: { kind: 'none' } };
  const app = { id: 'visits', name: 'Visits', url: 'https://forms.example' };

  test('is everything but what the policy has, unless it says more', () => {
    const inForce = policyInMemory({ ...FOUR, accounts: [account], apps: [app] })
      .start()
      .inForce();
    expect(managedOf(inForce)).toEqual({
      file: POLICY_FILE,
      settings: ['slots.all'],
      ownAccounts: true,
      ownApps: true,
    });
    expect(settingsRefused(inForce, ['theme'])).toBeNull();
    expect(settingsRefused(inForce, ['theme', 'slots.all'])).toEqual({
      code: 'MANAGED',
      params: { what: 'setting', name: 'slots.all', file: POLICY_FILE },
    });
    for (const act of ['save', 'remove'] as const) {
      expect(accountRefused(inForce, act, 'field')).toMatchObject({ code: 'MANAGED' });
      expect(accountRefused(inForce, act, 'own')).toBeNull();
      expect(appRefused(inForce, act, 'visits')).toMatchObject({ code: 'MANAGED' });
      expect(appRefused(inForce, act, 'own')).toBeNull();
    }
  });

  test('is what it leaves them: named settings, and to remove what they have', () => {
    const inForce = policyInMemory({ users: { settings: ['theme'], accounts: false, apps: false } })
      .start()
      .inForce();
    expect(managedOf(inForce)).toMatchObject({ ownAccounts: false, ownApps: false });
    expect(managedOf(inForce)?.settings).toEqual(SETTING_KEYS.filter((key) => key !== 'theme'));
    expect(settingsRefused(inForce, ['theme'])).toBeNull();
    expect(settingsRefused(inForce, ['startAtLogin'])).toMatchObject({ code: 'MANAGED' });
    expect(accountRefused(inForce, 'save', 'own')).toMatchObject({ code: 'MANAGED' });
    expect(accountRefused(inForce, 'remove', 'own')).toBeNull();
    expect(appRefused(inForce, 'save', 'own')).toMatchObject({ code: 'MANAGED' });
    expect(appRefused(inForce, 'remove', 'own')).toBeNull();
  });

  test('is nothing while the policy was never right', () => {
    const machine = policyInMemory();
    machine.write('{');
    const inForce = machine.start().inForce();
    const invalid = { code: 'POLICY_INVALID', params: { file: POLICY_FILE } };
    expect(settingsRefused(inForce, ['theme'])).toEqual(invalid);
    for (const act of ['save', 'remove'] as const) {
      expect(accountRefused(inForce, act, 'own')).toEqual(invalid);
      expect(appRefused(inForce, act, 'own')).toEqual(invalid);
    }
  });
});
