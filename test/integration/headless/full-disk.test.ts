import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { details, realHost } from '../../support/real-host.ts';
import { canMount, smallDisk } from '../../support/small-disk.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { runHere } from '../cli/in-process.ts';
import { filesIn } from '../vault/vault-tools.ts';

const CLI = { kind: 'cli' } as const;
const URL = 'http://127.0.0.1:9/x';
const MIB = 1024 * 1024;

function sparse(bytes: number): string {
  const path = join(tempFolder(), 'video.mp4');
  writeFileSync(path, '');
  truncateSync(path, bytes);
  return path;
}

describe.runIf(canMount)('a full disk', () => {
  test('F-01: refuses what is added, with no part of it left, and has everything that it took', async () => {
    const { folder } = smallDisk(2);
    const home = join(folder, 'home');
    const host = await realHost(home);
    const file = sparse(100_000);
    const parts = [
      { name: 'note', value: 'x'.repeat(20_000) },
      { name: 'photo', file: { path: file } },
    ];
    const request = { method: 'POST', url: URL, body: { kind: 'multipart' as const, parts } };
    const accepted: string[] = [];
    let refused: string | null = null;
    while (refused === null) {
      const one = await host.api.call('enqueue', request, CLI);
      if (one.ok) accepted.push(one.value.id);
      else refused = one.error.code;
    }
    // Files leave the database its share: what has none still goes in, until that is used up as well.
    expect(refused).toBe('NO_SPACE');
    const inline = {
      method: 'POST',
      url: URL,
      body: { kind: 'text' as const, text: 'y'.repeat(20_000) },
    };
    const withFiles = accepted.length;
    expect(withFiles).toBeGreaterThan(1);
    for (refused = null; refused === null; ) {
      const one = await host.api.call('enqueue', inline, CLI);
      if (one.ok) accepted.push(one.value.id);
      else refused = one.error.code;
    }
    expect(refused).toBe('NO_SPACE');
    expect(accepted.length).toBeGreaterThan(withFiles);
    expect(filesIn(home)).toHaveLength(withFiles);
    const { counts } = await stats(host);
    expect(counts.queued).toBe(accepted.length);
    for (const id of accepted) expect((await details(host, id)).item.state).toBe('queued');
  });

  test('is told with its numbers, and with what else can be done', async () => {
    const { folder } = smallDisk(16);
    const home = join(folder, 'home');
    const path = sparse(5 * 1024 * MIB);
    const args = ['add', 'PUT', URL, '--body', `@${path}`];
    expect(await runHere(args, { home })).toMatchObject({
      code: 5,
      stdout: '',
      stderr: expect.stringMatching(
        /NO_SPACE: .*too little room for ".*video\.mp4" \(5\.4 GB\): \d+\.\d MB are free, of which 1\.0 MB stay.*--by-reference/,
      ),
    });
    await runHere(['settings', 'set', 'vault.maxGigabytes', '1'], { home });
    expect(await runHere(args, { home })).toMatchObject({
      code: 5,
      stdout: '',
      stderr: expect.stringMatching(/VAULT_FULL: .*1\.0 GB may be.*vault\.maxGigabytes/),
    });
    expect(filesIn(home)).toEqual([]);
    expect((await runHere(['list'], { home })).stdout).toBe('No items.\n');
  });
});

test('what the vault may keep is a setting, in effect at once', async () => {
  const home = join(tempFolder(), 'home');
  const host = await realHost(home);
  const path = sparse(1e9 + 1);
  const request = { method: 'PUT', url: URL, body: { kind: 'file' as const, file: { path } } };
  const set = (gigabytes: number) =>
    host.api.call('settings.set', { changes: { 'vault.maxGigabytes': gigabytes } }, CLI);
  expect(await set(1)).toMatchObject({ ok: true });
  expect(await host.api.call('enqueue', request, CLI)).toMatchObject({
    error: { code: 'VAULT_FULL', params: { bytes: 1e9 + 1, held: 0, limit: 1e9 } },
  });
  expect(await set(2)).toMatchObject({ ok: true });
  const given = new AbortController();
  given.abort();
  // Copying a gigabyte takes long; that it began is enough.
  expect(await host.api.call('enqueue', request, CLI, { signal: given.signal })).toMatchObject({
    error: { code: 'ABORTED' },
  });
});

async function stats(host: Awaited<ReturnType<typeof realHost>>) {
  const found = await host.api.call('stats', {}, CLI);
  if (!found.ok) throw new Error(JSON.stringify(found.error));
  return found.value;
}
