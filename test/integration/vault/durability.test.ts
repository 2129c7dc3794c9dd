import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { vaultName } from '../../../electron/adapters/vault/layout.ts';
import { requirePart } from '../../support/real-part.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { filesIn, NOW, openTestVault } from './vault-tools.ts';

const child = fileURLToPath(new URL('./snapshot-child.ts', import.meta.url));
const copyName = vaultName('00000000-0000-4000-8000-00000000c0de', '0000c0de');
const hasStrace = spawnSync('strace', ['-V']).status === 0;

/** A profile folder with a vault in use, and a file that is not yet in it. */
async function profile() {
  const folder = tempFolder();
  await openTestVault(folder);
  const source = join(folder, 'video.mp4');
  writeFileSync(source, Buffer.alloc(3 * 1024 * 1024, 'a video'));
  const final = join(folder, 'vault', copyName);
  return { folder, source, final, part: `${final}.part` };
}

/** Runs the child under strace; answers what it printed, and what the kernel saw, descriptors with their paths. */
function traced(folder: string, source: string, ...args: readonly string[]) {
  const trace = join(tempFolder(), 'trace');
  const { stdout } = spawnSync(
    'strace',
    ['-f', '-qq', '-y', '-o', trace, ...args, process.execPath, child, folder, source],
    // strace counts the calls of each thread apart: with one thread, `when=n` is the nth of them all.
    { encoding: 'utf8', env: { ...process.env, UV_THREADPOOL_SIZE: '1' } },
  );
  return {
    answer: stdout === '' ? null : JSON.parse(stdout),
    calls: readFileSync(trace, 'utf8').split('\n'),
  };
}

/** The last call in which all of the texts occur, or -1. */
const last = (calls: readonly string[], ...texts: readonly string[]) =>
  calls.findLastIndex((call) => texts.every((text) => call.includes(text)));

const DURABILITY_CALLS = 'fsync,fdatasync,rename,renameat2';

/** What happens between the start and the answer: the vault, the profile folder, then bytes, name and folder. */
const DURABLE_STEPS = [
  ['fsync', 1],
  ['fsync', 2],
  ['fsync', 3],
  ['rename', 1],
  ['fsync', 4],
] as const;

const faultAt = (call: string, n: number, fault: string) => [
  '-e',
  `trace=${call}`,
  '-e',
  `inject=${call}:${fault}:when=${n}`,
];

describe.skipIf(requirePart('strace', hasStrace) === 'skip')('a copy', () => {
  test('is acknowledged when it is durable: its bytes, then its name, then its folder', async () => {
    const { folder, source, final, part } = await profile();
    const trace = `trace=openat,write,pwrite64,${DURABILITY_CALLS}`;
    const { answer, calls } = traced(folder, source, '-e', trace);
    expect(answer).toMatchObject({ ok: true, value: { file: copyName } });

    const steps = [
      last(calls, 'openat', `"${source}"`, 'O_NONBLOCK'),
      last(calls, 'write', `<${part}>`),
      last(calls, 'fsync', `<${part}>`),
      last(calls, 'rename', `"${part}"`, `"${final}"`),
      last(calls, 'fsync', `<${dirname(final)}>`),
      last(calls, 'openat', '/acknowledged"'),
    ];
    expect(steps).not.toContain(-1);
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
    const opened = calls.filter((call) => call.includes('openat') && call.includes(`"${source}"`));
    expect(opened, 'once: a name can be swapped for a FIFO').toHaveLength(1);
  });

  test('of the first start of all has durable folders above it', async () => {
    const folder = tempFolder();
    const source = join(folder, 'photo');
    writeFileSync(source, 'a photo');
    const { calls } = traced(folder, source, '-e', `trace=mkdir,openat,${DURABILITY_CALLS}`);
    const lastFolder = last(calls, 'mkdir(');
    const acknowledged = last(calls, '/acknowledged"');
    for (const parent of [folder, join(folder, 'vault')]) {
      const synced = last(calls, 'fsync(', `<${parent}>`);
      expect(synced).toBeGreaterThan(lastFolder);
      expect(synced).toBeLessThan(acknowledged);
    }
  });

  test('is refused when any fsync or rename fails, and nothing is left behind', async () => {
    const failures: string[] = [];
    for (const [call, n] of DURABLE_STEPS) {
      const { folder, source } = await profile();
      const { answer } = traced(folder, source, ...faultAt(call, n, 'error=EIO'));
      failures.push(answer.ok ? 'accepted' : answer.error.code);
      expect(existsSync(join(folder, 'acknowledged'))).toBe(false);
      expect(filesIn(folder)).toEqual([]);
    }
    expect(failures).toEqual(DURABLE_STEPS.map(() => 'PROFILE_UNUSABLE'));
    const { folder, source } = await profile();
    const { answer } = traced(folder, source, ...faultAt('fsync', 5, 'error=EIO'));
    expect(answer.ok, 'there is no further fsync').toBe(true);
  });

  test('is refused when the disk fills up half-way, and nothing is left behind', async () => {
    const { folder, source, part } = await profile();
    const fault = 'inject=write,pwrite64:error=ENOSPC:when=3';
    const { answer } = traced(
      folder,
      source,
      '-P',
      part,
      '-e',
      'trace=write,pwrite64',
      '-e',
      fault,
    );
    expect(answer).toEqual({
      ok: false,
      error: { code: 'NO_SPACE', params: { path: source, bytes: 3 * 1024 * 1024 } },
    });
    expect(filesIn(folder)).toEqual([]);
  });

  test('is refused when the original cannot be read to its end, and nothing is left behind', async () => {
    const { folder, source } = await profile();
    const fault = 'inject=read,pread64:error=EIO:when=2';
    const { answer } = traced(
      folder,
      source,
      '-P',
      source,
      '-e',
      'trace=read,pread64',
      '-e',
      fault,
    );
    expect(answer).toEqual({
      ok: false,
      error: { code: 'FILE_UNREADABLE', params: { path: source, detail: 'EIO' } },
    });
    expect(filesIn(folder)).toEqual([]);
  });

  test('whose process is killed at any step is whole and goes to lost, as no row has it', async () => {
    const leftovers: (readonly string[])[] = [];
    for (const [call, n] of DURABLE_STEPS) {
      const { folder, source, final } = await profile();
      const { answer } = traced(folder, source, ...faultAt(call, n, 'signal=KILL'));
      expect(answer, `killed at ${call} ${n}`).toBeNull();
      const original = readFileSync(source);
      const isWhole = !existsSync(final) || readFileSync(final).equals(original);
      expect(isWhole).toBe(true);
      const report = await (await openTestVault(folder)).sweep([], NOW);
      if (report.kind !== 'swept') throw new Error(report.because);
      expect(filesIn(folder)).toEqual(report.lost.map((name) => `lost/${basename(name)}`));
      leftovers.push(report.lost);
    }
    expect(leftovers).toEqual([[], [], [`${copyName}.part`], [expect.any(String)], [copyName]]);
  });
});
