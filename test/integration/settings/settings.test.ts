import {
  chmodSync,
  closeSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { settingsFile } from '../../../electron/adapters/settings/settings-file.ts';
import { createPracticeServer } from '../../../electron/practice/practice-server.ts';
import { DEFAULT_SETTINGS } from '../../../shared/contracts/settings.ts';
import { addMany, realHost } from '../../support/real-host.ts';
import { canMount, smallDisk } from '../../support/small-disk.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { answer, refusal } from '../cli/answers.ts';
import { runHere } from '../cli/in-process.ts';
import { finished, firstLine, start } from '../cli/outtray.ts';

const CLI = { kind: 'cli' } as const;

function profile(text?: string) {
  const home = join(tempFolder(), 'home');
  mkdirSync(home, { mode: 0o700 });
  const file = join(home, 'settings.json');
  if (text !== undefined) writeFileSync(file, text, { mode: 0o600 });
  return { home, file, read: () => readFileSync(file, 'utf8') };
}

describe('the file of settings', () => {
  test('is made for its owner only, replaced as a whole, and leaves nothing beside it', async () => {
    const { home, file, read } = profile();
    const settings = settingsFile(home);
    expect(settings.read()).toEqual({ kind: 'missing' });
    writeFileSync(`${file}.part`, 'left by a crash', { mode: 0o666 });
    expect(await settings.write('{}\n')).toMatchObject({ ok: true });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(read()).toBe('{}\n');
    expect(readdirSync(home)).toEqual(['settings.json']);
  });

  test('that is a link stays one', async () => {
    const { home, file } = profile();
    const real = join(tempFolder(), 'mine.json');
    writeFileSync(real, '{"theme":"dark"}');
    symlinkSync(real, file);
    expect(await settingsFile(home).write('{}\n')).toMatchObject({ ok: true });
    expect(lstatSync(file).isSymbolicLink()).toBe(true);
    expect(readFileSync(real, 'utf8')).toBe('{}\n');
  });

  test('that is a folder cannot be read, and is left alone', async () => {
    const { home, file } = profile();
    mkdirSync(file);
    const settings = settingsFile(home);
    expect(settings.read()).toEqual({ kind: 'unreadable', detail: 'EISDIR' });
    expect(await settings.write('{}')).toMatchObject({ error: { code: 'PROFILE_UNUSABLE' } });
    expect(readdirSync(home)).toEqual(['settings.json']);
  });
});

describe.runIf(canMount)('a disk', () => {
  test('that is full leaves the settings as they were', async () => {
    const { folder } = smallDisk(1);
    const settings = settingsFile(folder);
    expect(await settings.write('{"theme":"dark"}\n')).toMatchObject({ ok: true });
    const filling = openSync(join(folder, 'ballast'), 'w');
    expect(() => {
      for (;;) writeSync(filling, Buffer.alloc(4096));
    }).toThrow(/ENOSPC/);
    closeSync(filling);
    expect(await settings.write(`{"x":"${'y'.repeat(8192)}"}`)).toMatchObject({
      error: { code: 'NO_SPACE' },
    });
    expect(settings.read()).toEqual({ kind: 'text', text: '{"theme":"dark"}\n' });
    expect(readdirSync(folder).toSorted()).toEqual(['ballast', 'settings.json']);
  });

  test('that is read-only says so', async () => {
    const disk = smallDisk(1);
    const settings = settingsFile(disk.folder);
    await settings.write('{}\n');
    disk.makeReadOnly();
    expect(await settings.write('{"theme":"dark"}\n')).toMatchObject({
      error: { code: 'PROFILE_READ_ONLY' },
    });
    expect(settings.read()).toEqual({ kind: 'text', text: '{}\n' });
  });
});

describe('a settings.json with mistakes', () => {
  test('that is no JSON leaves the host with the defaults, and the file as it is', async () => {
    const broken = '{\n  "theme": "dark",\n}\n';
    const { home, read } = profile(broken);
    const host = await realHost(home);
    expect(host.mistakes).toEqual([expect.stringMatching(/settings\.json .*line 3 column 1/)]);
    expect(await host.api.call('settings.get', {}, CLI)).toMatchObject({
      value: { settings: DEFAULT_SETTINGS, problems: [{ key: '' }] },
    });
    await host.close(0);
    expect(await refusal(['settings', 'set', 'theme', 'light'], { home })).toBe(
      '2 SETTINGS_INVALID',
    );
    expect(read()).toBe(broken);
    const serving = start(['serve'], { home });
    await firstLine(serving);
    const end = finished(serving);
    serving.kill('SIGTERM');
    expect((await end).stderr).toMatch(/^outtray: note: settings\.json /);
    expect(await runHere(['status'], { home })).toMatchObject({ code: 0, stderr: '' });
    const doctor = await answer('doctor', [], { home });
    expect(doctor.value.findings).toContainEqual(
      expect.objectContaining({ code: 'SETTINGS_INVALID', level: 'person' }),
    );
    expect(doctor.code).toBe(3);
  });

  test('has the default for a wrong value only, and keeps what it does not know', async () => {
    const { home, read } = profile('{"slots.all":99,"slots.perOrigin":2,"later":{"a":1}}');
    const listed = await answer('settings list', [], { home });
    expect(listed).toMatchObject({
      code: 3,
      value: {
        settings: { ...DEFAULT_SETTINGS, 'slots.perOrigin': 2 },
        defaults: DEFAULT_SETTINGS,
        problems: [
          { key: 'slots.all', message: expect.stringContaining('a whole number from 1 to 16') },
          { key: 'later', message: expect.stringContaining('outtray settings reset later') },
        ],
      },
    });
    await runHere(['settings', 'set', 'slots.all', '8'], { home });
    expect(JSON.parse(read())).toEqual({ 'slots.all': 8, 'slots.perOrigin': 2, later: { a: 1 } });
    expect(await runHere(['settings', 'reset', 'later'], { home })).toMatchObject({ code: 0 });
    expect(await answer('settings list', [], { home })).toMatchObject({ code: 0 });
  });

  test.skipIf(process.getuid?.() === 0)('that may not be read says so', async () => {
    const { home, file } = profile('{}');
    chmodSync(file, 0);
    expect(await answer('settings list', [], { home })).toMatchObject({
      code: 3,
      value: { problems: [{ message: expect.stringContaining('EACCES') }] },
    });
  });
});

describe('outtray settings', () => {
  test('shows, changes and resets', async () => {
    const home = join(tempFolder(), 'home');
    expect(await answer('settings list', [], { home })).toMatchObject({
      code: 0,
      value: { settings: DEFAULT_SETTINGS, problems: [] },
    });
    expect((await runHere(['settings'], { home })).stdout).toMatch(/^slots\.all +6 +default$/m);
    const quiet = await answer('settings set', ['notifications.quietFrom', '22:00'], { home });
    expect(quiet).toMatchObject({ code: 0, value: { value: '22:00', default: null } });
    expect(await runHere(['settings', 'get', 'notifications.quietFrom'], { home })).toEqual({
      code: 0,
      stdout: '"22:00"\n',
      stderr: '',
    });
    const reset = await answer('settings reset', ['notifications.quietFrom'], { home });
    expect(reset.value).toEqual({
      key: 'notifications.quietFrom',
      value: null,
      default: null,
      origin: 'default',
      fixed: false,
    });
    expect(await answer('settings get', ['slots.all'], { home })).toMatchObject({
      value: { key: 'slots.all', value: 6, default: 6 },
    });
  });

  test('refuses what is no setting and what a setting does not take', async () => {
    const { home } = profile();
    for (const wrong of [
      ['get', 'slots'],
      ['set', 'slots', '3'],
      ['set', 'slots.all', '17'],
      ['set', 'theme', 'blue'],
      ['reset', 'slots'],
    ])
      expect(await refusal(['settings', ...wrong], { home })).toBe('2 SETTINGS_INVALID');
    expect(readdirSync(home)).not.toContain('settings.json');
  });

  test('in a profile that cannot be used ends with 5', async () => {
    const home = join(tempFolder(), 'home');
    writeFileSync(home, '');
    expect(await refusal(['settings', 'set', 'theme', 'dark'], { home })).toMatch(/^5 PROFILE_/);
  });
});

test('another limit of slots is in effect in the running host at once', async () => {
  const server = createPracticeServer();
  const { url } = await server.start();
  onTestFinished(() => server.stop());
  const { home } = profile('{"slots.all":1}');
  const host = await realHost(home);
  await addMany(
    host,
    Array.from({ length: 6 }, () => ({ method: 'POST', url: `${url}/inbox/x?delay=60000` })),
  );
  await host.sending.start();
  await host.listen();
  const running = () => host.sending.running().length;
  await expect.poll(running, { timeout: 30_000 }).toBe(1);
  expect(await answer('settings set', ['slots.all', '3'], { home })).toMatchObject({ code: 0 });
  await expect.poll(running, { timeout: 20_000 }).toBe(3);
  await host.api.call(
    'settings.set',
    { changes: { 'slots.perOrigin': 5, 'slots.all': null } },
    CLI,
  );
  await expect.poll(running, { timeout: 20_000 }).toBe(5);
});

test('a shorter time of keeping is in effect in the running host at once', async () => {
  const server = createPracticeServer();
  const { url } = await server.start();
  onTestFinished(() => server.stop());
  const host = await realHost(profile().home);
  await addMany(
    host,
    Array.from({ length: 5 }, () => ({ method: 'POST', url: `${url}/inbox/x` })),
  );
  await host.sending.start();
  const delivered = async () => {
    const stats = await host.api.call('stats', {}, CLI);
    return stats.ok ? stats.value.counts.delivered : null;
  };
  await expect.poll(delivered, { timeout: 30_000 }).toBe(5);
  // The first of these may be what the upkeep after a start comes upon.
  for (const count of [4, 3, 2]) {
    await host.api.call('settings.set', { changes: { 'retention.itemsCount': count } }, CLI);
    await expect.poll(delivered, { timeout: 20_000 }).toBe(count);
  }
});
