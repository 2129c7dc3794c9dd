import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import type { CallInput, ItemDetails } from '../../../shared/contracts/outbox-api.ts';
import { explanationSentence } from '../../../shared/messages/explanation-sentences.ts';
import { type CaseHost, openCaseHost } from '../../support/case-host.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import type { Received } from './receiving-server.ts';

export const MIB = 1024 * 1024;
/** Less than one chunk that is read, and more than two. */
export const SMALL = 300 * 1024;
export const LARGE = 2.5 * MIB;

const OWNER = { kind: 'cli' } as const;
const ALL = { scope: 'all' } as const;
type Body = CallInput<'enqueue'>['body'];

export interface FileHost {
  /** The host of all tests of this file. */
  readonly host: () => CaseHost;
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** A person tries it again, and it is seen through. */
  retried(id: string): Promise<ItemDetails>;
  /** Hands a request over that leads nowhere; what came of it. */
  enqueue(body: Body, signal?: AbortSignal): Promise<unknown>;
  /** What a person is told who asks why an item does not move. */
  told(id: string): Promise<string>;
}

/** A host for the tests of the calling file. */
export function fileHost(): FileHost {
  let open: CaseHost | null = null;
  const host = (): CaseHost => {
    if (open === null) throw new Error('not within a test');
    return open;
  };
  beforeAll(async () => {
    open = await openCaseHost({ home: mkdtempSync(join(tmpdir(), 'outtray-cases-')) });
  });
  afterAll(async () => {
    await host().close(0);
    rmSync(host().home, { recursive: true });
  });
  return {
    host,
    async pause() {
      expect(await host().api.call('pause', ALL, OWNER)).toMatchObject({ ok: true });
    },
    async resume() {
      expect(await host().api.call('resume', ALL, OWNER)).toMatchObject({ ok: true });
    },
    async retried(id) {
      const retried = await host().api.call('retry', { items: { ids: [id] } }, OWNER);
      expect(retried).toMatchObject({ ok: true });
      return host().seenThrough(id);
    },
    enqueue: (body, signal) =>
      host().api.call(
        'enqueue',
        { method: 'POST', url: 'http://127.0.0.1:9/', body },
        OWNER,
        signal === undefined ? {} : { signal },
      ),
    async told(id) {
      const [why] = await host().explanations(id);
      return why === undefined ? '' : explanationSentence(why, Date.now());
    },
  };
}

/** A file whose bytes say where in it they stand. */
export function sourceOf(size: number): { readonly path: string; readonly bytes: Buffer } {
  const path = join(tempFolder(), 'scan.bin');
  const bytes = Buffer.alloc(size);
  for (let at = 0; at + 4 <= size; at += 4) bytes.writeUInt32LE(at, at);
  writeFileSync(path, bytes);
  utimesSync(path, 1_700_000_000, 1_700_000_000);
  return { path, bytes };
}

export const raw = (path: string): Body => ({ kind: 'file', file: { path } });
export const byReference = (path: string): Body => ({
  kind: 'file',
  file: { path, byReference: true },
});
export const form = (path: string): Body => ({
  kind: 'multipart',
  parts: [
    { name: 'scan', file: { path } },
    { name: 'room', value: '4' },
  ],
});

/** Not the whole of the request, not its last boundary, and nothing of its file's last chunk. */
export function expectHeldBack(requests: readonly Received[], bytes: Buffer): void {
  const lastChunk = bytes.subarray(Math.floor((bytes.length - 1) / MIB) * MIB);
  for (const { head, length, body } of requests) {
    expect(body.length).toBeLessThan(length);
    const boundary = /boundary=(\S+)/.exec(head)?.[1];
    if (boundary !== undefined) expect(body.includes(`${boundary}--`)).toBe(false);
    // Its first bytes may have been altered; these have not.
    expect(body.includes(lastChunk.subarray(4, 68))).toBe(false);
  }
}
