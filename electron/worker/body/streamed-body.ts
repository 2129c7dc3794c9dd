import { Readable } from 'node:stream';
import type { JobFile } from '../../../shared/contracts/worker-protocol.ts';
import { pieces, type RequestBody } from './request-body.ts';
import { verifiedFile } from './verified-file.ts';

/** A raw file as the whole body. */
export function fileBody(file: JobFile, contentType: string): RequestBody {
  return streamedBody(contentType, file.size, () => verifiedFile(file, file.path));
}

/** A text that is in memory anyway; its hash was checked before. */
export function textBody(text: string, contentType: string): RequestBody {
  const bytes = Buffer.from(text, 'utf8');
  return streamedBody(contentType, bytes.length, () =>
    Readable.from(pieces(bytes), { objectMode: false }),
  );
}

function streamedBody(contentType: string, length: number, open: () => Readable): RequestBody {
  let stream: Readable | null = null;
  return {
    contentType,
    length,
    open: () => (stream = open()),
    close: () => closed(stream),
  };
}

/** Destroys the stream and waits until its file is closed. */
export function closed(stream: Readable | null): Promise<void> {
  if (stream === null || stream.closed) return Promise.resolve();
  return new Promise((resolve) => {
    stream.once('close', resolve);
    // Whatever it still has to say comes too late to matter, but must not go unheard.
    stream.on('error', () => {});
    stream.destroy();
  });
}
