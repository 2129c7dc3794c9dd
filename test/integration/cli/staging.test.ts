import { existsSync, mkdirSync, truncateSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, onTestFinished, test } from 'vitest';
import { runProgram } from '../../../electron/headless/cli/program.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { filesIn } from '../vault/vault-tools.ts';
import { collectingCli, runHere } from './in-process.ts';
import { finished, firstLine, itemsIn, outtray, start } from './outtray.ts';

const UNREACHABLE = 'http://127.0.0.1:9/x';
const MIB = 1024 * 1024;

function dayWithFile(bytes: number) {
  const folder = tempFolder();
  const home = join(folder, 'home');
  mkdirSync(home, { mode: 0o700 });
  const file = join(folder, 'video.mp4');
  writeFileSync(file, '');
  truncateSync(file, bytes);
  return { home, file };
}

/** A terminal that keeps what is drawn on it. */
function terminal(): { readonly stream: NodeJS.WriteStream; readonly drawn: () => string } {
  const through = new PassThrough();
  const chunks: Buffer[] = [];
  through.on('data', (chunk: Buffer) => chunks.push(chunk));
  const stream = Object.assign(through, { isTTY: true, columns: 80, rows: 24 });
  return {
    stream: stream as unknown as NodeJS.WriteStream,
    drawn: () => Buffer.concat(chunks).toString(),
  };
}

/** So many that they travel in pieces, with a file in the second of those. */
function linesAround(file: string): string {
  const small = { method: 'POST', url: UNREACHABLE };
  const large = { method: 'PUT', url: UNREACHABLE, body: { kind: 'file', file: { path: file } } };
  const lines = [...Array.from({ length: 700 }, () => small), large, small];
  return lines.map((line) => JSON.stringify(line)).join('\n');
}

describe('add of a large file', () => {
  test('shows on a terminal how far the copying is', async () => {
    const { home, file } = dayWithFile(200 * MIB);
    const { cli, end } = collectingCli({ home });
    const { stream, drawn } = terminal();
    await runProgram({ ...cli, terminal: stream }, [
      'add',
      'PUT',
      UNREACHABLE,
      '--body',
      `@${file}`,
    ]);
    expect(end()).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(/^\S{36}\n$/),
    });
    expect(drawn()).toMatch(/█.*\d+%.*read [\d.]+ MB of 210 MB/);
  });

  test('shows it as well in the middle of many lines', async () => {
    const { home, file } = dayWithFile(256 * MIB);
    const { stream, drawn } = terminal();
    const { cli, end } = collectingCli({ home, stdin: linesAround(file) });
    await runProgram({ ...cli, terminal: stream }, ['add', '--from', '-']);
    expect(end()).toMatchObject({ code: 0, stderr: '' });
    expect(drawn()).toMatch(/read [\d.]+ MB of 268 MB/);
  });

  test('and of one by reference, of a new version and of a correction show it too', async () => {
    const { home, file } = dayWithFile(100 * MIB);
    const draw = async (...args: readonly string[]) => {
      const { cli, end } = collectingCli({ home });
      const { stream, drawn } = terminal();
      await runProgram({ ...cli, terminal: stream }, args);
      expect(end()).toMatchObject({ code: 0, stderr: '' });
      expect(drawn()).toMatch(/read [\d.]+ MB of 105 MB/);
      return end().stdout.slice(0, 36);
    };
    const body = ['--body', `@${file}`];
    const id = await draw('add', 'PUT', UNREACHABLE, ...body, '--by-reference');
    await draw('locate', id, file);
    await draw('edit', id, ...body);
  });

  test('draws nothing for a small one', async () => {
    const { home, file } = dayWithFile(2 * MIB);
    const { cli } = collectingCli({ home });
    const { stream, drawn } = terminal();
    await runProgram({ ...cli, terminal: stream }, [
      'add',
      'PUT',
      UNREACHABLE,
      '--body',
      `@${file}`,
    ]);
    expect(drawn()).toBe('');
  });

  test('prints nothing but the id where nobody looks', async () => {
    const { home, file } = dayWithFile(64 * MIB);
    expect(await outtray(['add', 'PUT', UNREACHABLE, '--body', `@${file}`], { home })).toEqual({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(/^\S{36}\n$/),
    });
  });
});

/** Resolves when a file is being copied into the vault. */
function copyingBegins(home: string): Promise<void> {
  return new Promise((resolve) => {
    const watcher = watch(home, { recursive: true }, () => {
      if (!filesIn(home).some((name) => name.endsWith('.part'))) return;
      watcher.close();
      resolve();
    });
    onTestFinished(() => watcher.close());
  });
}

test.each([
  ['edit', 'SIGINT', 130, (id: string, file: string) => ['edit', id, '--body', `@${file}`]],
  ['locate', 'SIGTERM', 143, (id: string, file: string) => ['locate', id, file, '--new-version']],
] as const)(
  '%s that copies is ended by %s, and leaves the item as it was',
  async (_, signal, code, argsOf) => {
    const { home, file } = dayWithFile(MIB);
    const added = await runHere(['add', 'PUT', UNREACHABLE, '--body', `@${file}`], { home });
    const [before] = await itemsIn(home);
    const kept = filesIn(home);
    truncateSync(file, 2048 * MIB);
    const copying = copyingBegins(home);
    const child = start(argsOf(added.stdout.trim(), file), { home });
    const end = finished(child);
    await copying;
    child.kill(signal);
    expect(await end).toMatchObject({
      code,
      stdout: '',
      stderr: expect.stringMatching(/ABORTED/),
    });
    expect(filesIn(home)).toEqual(kept);
    expect(await itemsIn(home)).toEqual([before]);
  },
);

describe.each(['by itself', 'through a running host'] as const)('add that copies %s', (how) => {
  test.each([
    { signal: 'SIGINT', code: 130 },
    { signal: 'SIGTERM', code: 143 },
  ] as const)(
    'is ended by $signal with $code, and leaves no row and no file',
    async ({ signal, code }) => {
      const { home, file } = dayWithFile(2048 * MIB);
      if (how === 'through a running host') await firstLine(start(['serve'], { home }));
      const copying = copyingBegins(home);
      const args = ['add', 'PUT', UNREACHABLE, '--body', `@${file}`, '--output', 'json'];
      const adding = start(args, { home });
      const end = finished(adding);
      await copying;
      adding.kill(signal);
      const ended = await end;
      expect(ended).toMatchObject({ code, stdout: '' });
      expect(JSON.parse(ended.stderr)).toMatchObject({ error: { code: 'ABORTED' } });
      expect(filesIn(home)).toEqual([]);
      expect(await itemsIn(home)).toEqual([]);
      expect(existsSync(file)).toBe(true);
    },
  );

  test('is ended by SIGINT in the middle of many lines, with none of them added', async () => {
    const { home, file } = dayWithFile(2048 * MIB);
    if (how === 'through a running host') await firstLine(start(['serve'], { home }));
    const copying = copyingBegins(home);
    const adding = start(['add', '--from', '-'], { home });
    adding.stdin?.end(linesAround(file));
    const end = finished(adding);
    await copying;
    adding.kill('SIGINT');
    expect(await end).toMatchObject({
      code: 130,
      stdout: '',
      stderr: expect.stringMatching(/ABORTED/),
    });
    await expect.poll(() => filesIn(home)).toEqual([]);
    const stats = JSON.parse((await runHere(['status', '--json'], { home })).stdout);
    expect(stats.counts.queued).toBe(0);
  });
});
