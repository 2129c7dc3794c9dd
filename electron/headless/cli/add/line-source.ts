import { randomUUID } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { MOST_IN_A_PIECE } from '../../../../shared/contracts/batch-calls.ts';
import { type OutboxError, outboxError } from '../../../../shared/contracts/errors.ts';
import { err, ok, type Result } from '../../../../shared/lang/result.ts';
import { type CliError, noStdin } from '../cli-error.ts';
import { type NumberedRequest, requestOfLine } from './jsonl.ts';
import { linesOf } from './lines-of.ts';
import { unreadable } from './unreadable.ts';

/** So many requests that one call takes them. */
export interface Piece {
  /** The number of its first request, from 1. */
  readonly from: number;
  readonly requests: readonly NumberedRequest[];
  /** Bytes of the input that were read up to its end, and of the whole. */
  readonly read: number;
  readonly size: number;
}

/** JSON lines that can be read again from their beginning, and never lie in memory as a whole. */
export interface LineSource {
  /** Ends with the first line that is wrong, which the error names. */
  pieces(): AsyncGenerator<Result<Piece, OutboxError>, void>;
  close(): Promise<void>;
}

/** A piece ends here also when it has few requests: a host stands still while it reads one. */
const PIECE_BYTES = 1024 * 1024;

/** Opens a file, or `stdin` when it is called `-`. Paths in its lines are relative to `cwd`. */
export async function openLines(
  path: string,
  {
    stdin,
    cwd,
    signal,
  }: {
    readonly stdin: AsyncIterable<Uint8Array> | null;
    readonly cwd: string;
    readonly signal: AbortSignal;
  },
): Promise<Result<LineSource, CliError>> {
  const handle = path === '-' ? await keep(stdin, signal) : await openFile(resolve(cwd, path));
  if (!handle.ok) return handle;
  const absolute = (file: string): string => resolve(cwd, file);
  return ok({ pieces: () => pieces(handle.value, absolute), close: () => handle.value.close() });
}

async function openFile(path: string): Promise<Result<FileHandle, OutboxError>> {
  const wrong = await unreadable(path);
  return wrong === null ? ok(await open(path)) : err(wrong);
}

/** Input that comes once, in a file without a name: nothing is left of it, however this process ends. */
async function keep(
  stdin: AsyncIterable<Uint8Array> | null,
  signal: AbortSignal,
): Promise<Result<FileHandle, CliError>> {
  if (stdin === null) return noStdin();
  const path = join(tmpdir(), `outtray-${randomUUID()}`);
  const handle = await open(path, 'wx+', 0o600);
  await unlink(path);
  const given = new Promise<null>((end) => {
    signal.addEventListener('abort', () => end(null), { once: true });
  });
  const input = stdin[Symbol.asyncIterator]();
  for (;;) {
    const next = signal.aborted ? null : await Promise.race([input.next(), given]);
    if (next === null) {
      await handle.close();
      return err(outboxError('ABORTED'));
    }
    if (next.done === true) return ok(handle);
    await handle.writeFile(next.value);
  }
}

const CHUNK_BYTES = 64 * 1024;

/** From its beginning, by place: a stream of the handle would close it, and it is to be read again. */
async function* chunksOf(
  handle: FileHandle,
  onRead: (end: number) => void,
): AsyncGenerator<Uint8Array, void> {
  for (let at = 0; ; ) {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(CHUNK_BYTES), 0, CHUNK_BYTES, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    onRead(at);
    yield buffer.subarray(0, bytesRead);
  }
}

async function* pieces(
  handle: FileHandle,
  absolute: (path: string) => string,
): AsyncGenerator<Result<Piece, OutboxError>, void> {
  const { size } = await handle.stat();
  let read = 0;
  const chunks = chunksOf(handle, (end) => (read = end));
  let line = 0;
  let taken = 0;
  let from = 1;
  let requests: NumberedRequest[] = [];
  for await (const bytes of linesOf(chunks)) {
    line += 1;
    const request = requestOfLine(bytes, line, absolute);
    if (!request.ok) {
      yield request;
      return;
    }
    if (request.value === null) continue;
    requests.push(request.value);
    taken += bytes.length;
    if (requests.length < MOST_IN_A_PIECE && taken < PIECE_BYTES) continue;
    yield ok({ from, requests, read, size });
    from += requests.length;
    requests = [];
    taken = 0;
  }
  if (requests.length > 0) yield ok({ from, requests, read: size, size });
  else if (from === 1) {
    yield err(outboxError('JSONL_INVALID', { detail: 'there is no request in it' }));
  }
}
