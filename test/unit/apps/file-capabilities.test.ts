import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  createFileCapabilities,
  type FilesOf,
} from '../../../electron/core/apps/file-capabilities.ts';
import type { EmbeddedApp } from '../../../shared/contracts/app-grant.ts';
import { outboxError } from '../../../shared/contracts/errors.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import type { Source } from '../../../shared/outbox/item.ts';
import { anApp } from '../../support/an-app.ts';

const MINE: Source = { kind: 'app', app: 'mine' };
const THEIRS: Source = { kind: 'app', app: 'theirs' };
const WINDOW: Source = { kind: 'window' };

const PHOTO = { path: '/home/ada/secret place/photo.jpg', filename: 'photo.jpg' };

let apps: Map<string, EmbeddedApp>;
/** What the vault and the uploads hold, by the name under which it is there. */
let kept: Map<string, string>;
let filesOf: FilesOf;
let gone: boolean;

const stored = (name: string) => ok({ kind: 'vault', file: name, size: 1, sha256: 'x' } as const);

beforeEach(() => {
  apps = new Map(['mine', 'theirs'].map((id) => [id, anApp(id, { files: 1, bodyBytes: 10 })]));
  kept = new Map();
  gone = false;
  let made = 0;
  filesOf = createFileCapabilities({
    apps: { find: (id) => apps.get(id) ?? null },
    newToken: () => `token-${++made}`,
    vault: {
      snapshot: async (path) =>
        gone ? err(outboxError('FILE_NOT_FOUND', { path })) : stored(path),
    },
    uploads: {
      async begin(filename) {
        const upload = `upload-${++made}`;
        kept.set(upload, filename);
        return ok({ upload });
      },
      append: async (upload, offset, bytes) =>
        kept.has(upload) ? ok({ size: offset + bytes.length }) : err(outboxError('UPLOAD_UNKNOWN')),
      drop: async (upload) => void kept.delete(upload),
      filenameOf: (upload) => kept.get(upload) ?? null,
      take: async (upload) =>
        kept.delete(upload) ? stored(upload) : err(outboxError('UPLOAD_UNKNOWN')),
      end() {},
    },
  });
});

async function begun(source: Source): Promise<string> {
  const result = await filesOf(source).begin('a.jpg');
  if (!result.ok) throw new Error(result.error.code);
  return result.value.upload;
}

const code = async (result: Promise<Result<unknown, { readonly code: string }>>) => {
  const settled = await result;
  return settled.ok ? 'ok' : settled.error.code;
};

describe('an upload', () => {
  it('is its caller’s alone, whatever another one that knows its name asks', async () => {
    const upload = await begun(MINE);
    for (const other of [THEIRS, WINDOW]) {
      expect(filesOf(other).filenameOf(upload)).toBe(null);
      expect(await code(filesOf(other).append(upload, 0, new Uint8Array(1)))).toBe(
        'UPLOAD_UNKNOWN',
      );
      expect(await code(filesOf(other).take(upload, {}))).toBe('UPLOAD_UNKNOWN');
      await filesOf(other).drop(upload);
      await filesOf(other).dropAll();
    }
    expect(filesOf(MINE).filenameOf(upload)).toBe('a.jpg');
    expect(await code(filesOf(MINE).take(upload, {}))).toBe('ok');
    expect(await code(filesOf(MINE).take(upload, {}))).toBe('UPLOAD_UNKNOWN');
  });

  it('is shared by the window and scripts, who are one person', async () => {
    const upload = await begun(WINDOW);
    expect(await code(filesOf({ kind: 'cli' }).take(upload, {}))).toBe('ok');
  });

  it('that grows beyond what its app may send is ended, and nothing is left of it', async () => {
    const upload = await begun(MINE);
    expect(await code(filesOf(MINE).append(upload, 0, new Uint8Array(10)))).toBe('ok');
    expect(await code(filesOf(MINE).append(upload, 10, new Uint8Array(1)))).toBe(
      'SIZE_NOT_GRANTED',
    );
    expect(kept.size).toBe(0);
  });

  it('is refused to an app that has many unused, and to one that may send no files', async () => {
    const uploads = [await begun(MINE), await begun(MINE), await begun(MINE), await begun(MINE)];
    expect(await code(filesOf(MINE).begin('b'))).toBe('FILES_NOT_GRANTED');
    expect(await code(filesOf(THEIRS).begin('b'))).toBe('ok');
    // Given up by itself, after a time.
    kept.delete(uploads[0] ?? '');
    expect(await code(filesOf(MINE).begin('b'))).toBe('ok');
    apps.set('mine', anApp('mine', { files: 0 }));
    expect(await code(filesOf(MINE).begin('b'))).toBe('FILES_NOT_GRANTED');
    apps.delete('mine');
    expect(await code(filesOf(MINE).begin('b'))).toBe('APP_UNKNOWN');
    expect(await code(filesOf(MINE).append(uploads[1] ?? '', 0, new Uint8Array(1)))).toBe(
      'APP_UNKNOWN',
    );
  });
});

describe('a chosen file', () => {
  it('is taken once, by the app for which it was chosen', async () => {
    const token = filesOf(MINE).offer(PHOTO);
    expect(filesOf(MINE).filenameOf(token)).toBe('photo.jpg');
    expect(filesOf(THEIRS).filenameOf(token)).toBe(null);
    expect(await code(filesOf(THEIRS).take(token, {}))).toBe('UPLOAD_UNKNOWN');
    await filesOf(THEIRS).drop(token);
    expect(await filesOf(MINE).take(token, {})).toEqual(stored(PHOTO.path));
    expect(await code(filesOf(MINE).take(token, {}))).toBe('UPLOAD_UNKNOWN');
  });

  it('that is not there any more is told by its name, not by where it was', async () => {
    const token = filesOf(MINE).offer(PHOTO);
    gone = true;
    expect(await filesOf(MINE).take(token, {})).toEqual(
      err(outboxError('FILE_NOT_FOUND', { path: 'photo.jpg' })),
    );
  });

  it('is nobody’s once the page is gone that could name it, and others keep theirs', async () => {
    const [token, upload] = [filesOf(MINE).offer(PHOTO), await begun(MINE)];
    const [other, otherUpload] = [filesOf(THEIRS).offer(PHOTO), await begun(THEIRS)];
    await filesOf(MINE).dropAll();
    expect(await code(filesOf(MINE).take(token, {}))).toBe('UPLOAD_UNKNOWN');
    expect(await code(filesOf(MINE).take(upload, {}))).toBe('UPLOAD_UNKNOWN');
    expect([...kept.keys()]).toEqual([otherUpload]);
    expect(await code(filesOf(THEIRS).take(other, {}))).toBe('ok');
  });
});

it('nobody ever takes a file that was not given to them, and none is taken twice', async () => {
  const who = fc.constantFrom(MINE, THEIRS, WINDOW);
  const step = fc.oneof(
    fc.record({ act: fc.constantFrom('begin', 'offer'), source: who }),
    fc.record({
      act: fc.constantFrom('take', 'drop', 'append', 'filename'),
      source: who,
      at: fc.nat(7),
    }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const given: { token: string; owner: Source; taken: boolean }[] = [];
      for (const one of steps) {
        const files = filesOf(one.source);
        if (!('at' in one)) {
          const token =
            one.act === 'offer' ? ok({ upload: files.offer(PHOTO) }) : await files.begin('a.jpg');
          if (token.ok) given.push({ token: token.value.upload, owner: one.source, taken: false });
          continue;
        }
        const target = given[one.at];
        if (target === undefined) continue;
        const isOwner = target.owner === one.source;
        if (one.act === 'take') {
          const took = await files.take(target.token, {});
          expect(took.ok).toBe(isOwner && !target.taken);
          if (isOwner) target.taken = true;
        } else if (one.act === 'drop') {
          await files.drop(target.token);
          if (isOwner) target.taken = true;
        } else if (one.act === 'filename') {
          expect(files.filenameOf(target.token) !== null).toBe(isOwner && !target.taken);
        } else if (!isOwner) {
          expect((await files.append(target.token, 0, new Uint8Array(1))).ok).toBe(false);
        }
      }
      for (const source of [MINE, THEIRS, WINDOW]) await filesOf(source).dropAll();
    }),
  );
});
