import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { type OutboxError, outboxError } from '../../../../shared/contracts/errors.ts';
import { err, ok, type Result } from '../../../../shared/lang/result.ts';
import { type NumberedRequest, requestOfLine } from './jsonl.ts';
import { unreadable } from './unreadable.ts';

/** All requests of a JSONL file, or of `stdin` when it is called `-`; the first line that is wrong ends it. */
export async function readJsonl(
  path: string,
  stdin: AsyncIterable<Uint8Array>,
  cwd: string,
): Promise<Result<readonly NumberedRequest[], OutboxError>> {
  const absolute = resolve(cwd, path);
  const wrong = path === '-' ? null : await unreadable(absolute);
  if (wrong !== null) return err(wrong);
  const input = path === '-' ? Readable.from(stdin) : createReadStream(absolute);
  const requests: NumberedRequest[] = [];
  let line = 0;
  for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    line += 1;
    const content = line === 1 ? text.replace(/^\uFEFF/, '') : text;
    const request = requestOfLine(content, line, (file) => resolve(cwd, file));
    if (!request.ok) {
      input.destroy();
      return request;
    }
    if (request.value !== null) requests.push(request.value);
  }
  return requests.length > 0
    ? ok(requests)
    : err(outboxError('JSONL_INVALID', { detail: 'there is no request in it' }));
}
