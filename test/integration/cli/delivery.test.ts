import { createHash, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createPracticeServer } from '../../../electron/practice/practice-server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { finished, itemsIn, outtray, start } from './outtray.ts';

const sha256 = (bytes: string | Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex');

/** A practice server, a folder with two photos, and a profile folder that is not there yet. */
async function fieldDay() {
  const server = createPracticeServer();
  const { url } = await server.start();
  onTestFinished(() => server.stop());
  const folder = tempFolder();
  const home = join(folder, 'home');
  const front = randomBytes(3000);
  const back = randomBytes(2_000_000);
  writeFileSync(join(folder, 'a.jpg'), front);
  writeFileSync(join(folder, 'b;c.jpg'), back);
  return { server, inbox: `${url}/inbox`, folder, home, front, back };
}

type FieldDay = Awaited<ReturnType<typeof fieldDay>>;

/** Adds, drains, and answers the one effect that the server applied. */
async function delivered({ server, home, inbox }: FieldDay, args: readonly string[], stdin = '') {
  const target = args.includes('--from') ? [] : ['POST', `${inbox}/x`];
  const added = await outtray(['add', ...target, ...args], { home, stdin });
  expect(added).toMatchObject({ code: 0, stderr: '' });
  const id = added.stdout.trim();
  const synced = await outtray(['sync', '--wait', '--timeout', '30'], { home });
  expect(synced).toMatchObject({ code: 0, stderr: '' });
  expect(synced.stdout).toBe(`${id}  delivered, 201  POST /inbox/x\n1 delivered\n`);
  const { entries, effects } = server.ledger.snapshot();
  expect(entries).toHaveLength(1);
  expect(effects).toHaveLength(1);
  return { id, received: effects[0]?.received };
}

describe('every kind of body arrives as it was given', () => {
  test('JSON, byte by byte', async () => {
    const text = '{ "b":1,  "a":[1.0, "ü"] }';
    const { received } = await delivered(await fieldDay(), ['--json', text]);
    expect(received).toMatchObject({ kind: 'json', sha256: sha256(text) });
  });

  test('JSON from a file', async () => {
    const day = await fieldDay();
    writeFileSync(join(day.folder, 'r.json'), '[1,\n 2]\n');
    const { received } = await delivered(day, ['--json', '@r.json']);
    expect(received).toMatchObject({ kind: 'json', sha256: sha256('[1,\n 2]\n') });
  });

  test('fields and files in the order of the command line, with names, types and an empty field name', async () => {
    const day = await fieldDay();
    const { received } = await delivered(day, [
      '--file',
      'front=@a.jpg',
      '--field',
      'case=A=17',
      '--file',
      '=@b;c.jpg;type=image/x-odd;filename=Zähler "2".jpg',
      '--field',
      'note=',
    ]);
    expect(received).toMatchObject({
      kind: 'multipart',
      fields: [
        { name: 'case', value: 'A=17' },
        { name: 'note', value: '' },
      ],
      files: [
        { field: 'front', filename: 'a.jpg', contentType: 'image/jpeg', sha256: sha256(day.front) },
        {
          field: '',
          // As browsers do it: the quotes percent-encoded, the rest as UTF-8.
          filename: 'Zähler %222%22.jpg',
          contentType: 'image/x-odd',
          size: 2_000_000,
          sha256: sha256(day.back),
        },
      ],
    });
  });

  test('an urlencoded form', async () => {
    const { received } = await delivered(await fieldDay(), ['--form', 'a=1 2', '--form', 'a=&=']);
    expect(received).toMatchObject({
      kind: 'form',
      fields: [
        { name: 'a', value: '1 2' },
        { name: 'a', value: '&=' },
      ],
    });
  });

  test('a text with a type of its own', async () => {
    const { received } = await delivered(await fieldDay(), [
      '--text',
      'grüß\nGott',
      '--content-type',
      'text/markdown; charset=utf-8',
    ]);
    expect(received).toMatchObject({ kind: 'text', sha256: sha256('grüß\nGott') });
  });

  test('a file as the body, not copied', async () => {
    const day = await fieldDay();
    const { received } = await delivered(day, ['--body', '@b;c.jpg', '--by-reference']);
    expect(received).toMatchObject({ kind: 'raw', sha256: sha256(day.back) });
  });

  test('none', async () => {
    const { received } = await delivered(await fieldDay(), ['--header', 'X-Note: hi']);
    expect(received).toMatchObject({ kind: 'none', bytes: 0 });
  });

  test('a line of addToOutbox on stdin, its paths relative to the current folder', async () => {
    const day = await fieldDay();
    const line = JSON.stringify({
      operation: 'POST',
      url: `${day.inbox}/x`,
      payload: { n: 1, deep: { a: [2] } },
      filePathsJson: '["a.jpg","b;c.jpg"]',
      fileFieldsJson: '["doc",""]',
    });
    const { received } = await delivered(day, ['--from', '-'], `\n${line}\n`);
    expect(received).toMatchObject({
      fields: [
        { name: 'n', value: '1' },
        { name: 'deep', value: '{"a":[2]}' },
      ],
      files: [
        { field: 'doc', sha256: sha256(day.front) },
        { field: '', sha256: sha256(day.back) },
      ],
    });
  });
});

describe('answers for programs', () => {
  test('ids with --output json, lists, and one item with its attempts and what was answered', async () => {
    const { home, inbox } = await fieldDay();
    const lines = [1, 2].map((n) =>
      JSON.stringify({ method: 'POST', url: `${inbox}/${n}?invalid` }),
    );
    const added = await outtray(['add', '--from', '-', '--output', 'json'], {
      home,
      stdin: lines.join('\n'),
    });
    const ids = added.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(ids).toEqual([
      { id: expect.any(String), seq: 1 },
      { id: expect.any(String), seq: 2 },
    ]);
    const synced = await outtray(['sync', '--wait', '--json'], { home });
    expect(synced.code).toBe(3);
    expect(JSON.parse(synced.stdout)).toMatchObject({
      end: 'drained',
      delivered: 0,
      counts: { attention: 2, queued: 0 },
    });

    const page = await outtray(['list', '--json', '--limit', '1'], { home });
    const { next, ...first } = JSON.parse(page.stdout);
    expect(first).toMatchObject({
      items: [{ id: ids[1].id, state: 'attention', reason: { code: 'REJECTED', status: 422 } }],
    });
    const rest = await outtray(['list', '--json', '--after', next], { home });
    expect(JSON.parse(rest.stdout)).toMatchObject({ items: [{ id: ids[0].id }], next: null });

    const shown = await outtray(['show', ids[0].id, '--json'], { home });
    expect(JSON.parse(shown.stdout)).toMatchObject({
      id: ids[0].id,
      attempts: [
        {
          number: 1,
          outcome: { kind: 'rejected', status: 422 },
          report: { response: { status: 422 } },
          body: {
            contentType: 'application/problem+json',
            text: expect.stringContaining('customer'),
          },
        },
      ],
    });
    const body = await outtray(['show', ids[0].id, '--body'], { home });
    expect(JSON.parse(body.stdout)).toMatchObject({ status: 422 });

    const status = await outtray(['status'], { home });
    expect(status).toMatchObject({ code: 3, stdout: expect.stringContaining('2 need you') });
    const why = await outtray(['explain', ids[0].id], { home });
    expect(why.stdout).toMatch(/^The server said no \(422/);
  });

  test('an item that does not exist ends with 4', async () => {
    const { home } = await fieldDay();
    for (const command of ['show', 'explain']) {
      const end = await outtray([command, 'nobody'], { home });
      expect(end).toMatchObject({ code: 4, stdout: '' });
      expect(end.stderr).toMatch(/^outtray: ITEM_NOT_FOUND: [^\n]+\n$/);
    }
  });

  test('a profile folder that is not there yet is an empty queue', async () => {
    const { home } = await fieldDay();
    expect(await outtray(['list', '--json'], { home })).toMatchObject({
      code: 0,
      stdout: '{"items":[],"next":null}\n',
    });
    expect(await outtray(['status'], { home })).toMatchObject({ code: 0 });
  });
});

describe('sync', () => {
  test('without --wait it ends when nothing more can be started, and wakes what waits', async () => {
    const { home, inbox, server } = await fieldDay();
    await outtray(['add', 'POST', `${inbox}/x?status=503&times=1`], { home });
    expect(await outtray(['sync'], { home })).toMatchObject({ code: 0, stdout: '1 waiting\n' });
    const again = await outtray(['sync'], { home });
    expect(again).toMatchObject({ code: 0, stdout: expect.stringMatching(/\n1 delivered\n$/) });
    expect(server.ledger.snapshot().entries).toHaveLength(2);
  });

  test('--timeout ends with 6 and leaves the item in the queue', async () => {
    const { home, inbox } = await fieldDay();
    await outtray(['add', 'POST', `${inbox}/x?delay=60000`], { home });
    const end = await outtray(['sync', '--wait', '--timeout', '0.7'], { home });
    expect(end).toMatchObject({ code: 6, stdout: expect.stringContaining('1 waiting') });
    expect(await itemsIn(home)).toMatchObject([{ state: 'queued' }]);
  });

  test('an interrupt ends it in order, with 130', async () => {
    const { home, inbox, server } = await fieldDay();
    await outtray(['add', 'POST', `${inbox}/x?delay=60000`], { home });
    const child = start(['sync', '--wait'], { home });
    const end = finished(child);
    const arrived = new Promise<void>((resolve) => {
      server.onEvent((event) => event.type === 'received' && resolve());
    });
    await arrived;
    child.kill('SIGINT');
    expect(await end).toMatchObject({ code: 130, stderr: '' });
    expect(await itemsIn(home)).toMatchObject([{ state: 'queued', attempts: 1 }]);
  });
});

describe('serve', () => {
  test('sends what is there until it is asked to end, which is no error', async () => {
    const { home, inbox, server } = await fieldDay();
    await outtray(['add', 'POST', `${inbox}/x`, '--json', '1'], { home });
    const child = start(['serve', '--verbose'], { home });
    const end = finished(child);
    const logged = new Promise<void>((resolve) => {
      child.stderr?.on('data', (chunk: Buffer) => {
        if (chunk.toString().includes('delivered')) resolve();
      });
    });
    await logged;
    child.kill('SIGTERM');
    const { code, stdout, stderr } = await end;
    expect(code).toBe(0);
    expect(stdout.split('\n')[0]).toBe(`Sending from ${home}`);
    const lines = stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(lines).toContainEqual(
      expect.objectContaining({ event: 'attemptEnded', state: 'delivered', status: 201 }),
    );
    expect(server.ledger.snapshot().effects).toHaveLength(1);
  });
});
