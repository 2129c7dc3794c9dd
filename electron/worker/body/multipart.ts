import { PassThrough, Readable } from 'node:stream';
import FormData from 'form-data';
import type { JobPart } from '../../../shared/contracts/worker-protocol.ts';
import { shownName } from './files.ts';
import type { RequestBody } from './request-body.ts';
import { closed, textBody } from './streamed-body.ts';
import { verifiedFile } from './verified-file.ts';

/**
 * `multipart/form-data` (RFC 7578) with the boundary of the revision: the same bytes on every attempt.
 *
 * Parts keep their order, names may repeat and may be empty (`name=""`), file names go out as raw UTF-8 with
 * `"`, CR and LF percent-encoded, and never as `filename*`. Files are opened one after the other; each is
 * proved right before the boundary after it goes out.
 */
export function multipartBody(boundary: string, parts: readonly JobPart[]): RequestBody {
  const contentType = `multipart/form-data; boundary=${boundary}`;
  // form-data makes no bytes at all of a form without parts; RFC 2046 wants a closing delimiter.
  if (parts.length === 0) return textBody(`--${boundary}--\r\n`, contentType);

  const out = new PassThrough();
  let current: Readable | null = null;
  let closing = false;
  const openPart = (part: JobPart & { kind: 'file' }): Readable => {
    // form-data may still ask for the next file in the moment in which it is stopped.
    if (closing) return Readable.from([]);
    current = verifiedFile(part.file, shownName(part));
    current.on('error', (error) => out.destroy(error));
    return current;
  };

  const form = new FormData();
  form.setBoundary(boundary);
  form.on('error', (error: Error) => out.destroy(error));
  for (const part of parts) {
    if (part.kind === 'field') {
      form.append(part.name, part.value);
      continue;
    }
    const { filename, contentType: partType } = part;
    form.append(part.name, (next: (file: Readable) => void) => next(openPart(part)), {
      filename,
      contentType: partType,
      knownLength: part.file.size,
    });
  }
  // Before piping: form-data counts wrongly once it runs.
  const length = form.getLengthSync();

  return {
    contentType,
    length,
    open: () => form.pipe(out),
    close: async () => {
      closing = true;
      await Promise.all([closed(out), closed(current)]);
    },
  };
}
