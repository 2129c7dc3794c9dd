import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { ReceivedBody } from '../../shared/contracts/practice-protocol.ts';
import { ok, type Result } from '../../shared/lang/result.ts';
import type { BodyReader, Contents, Refusal } from './body-reader.ts';
import { createMultipartReader } from './multipart-reader.ts';
import { createTextReader } from './text-reader.ts';

/** A body as far as it came; `contents` is null if it was cut. */
export interface Arrival {
  readonly bytes: number;
  readonly sha256: string;
  readonly contents: Result<Contents, Refusal> | null;
}

/**
 * Reads and hashes the body as it comes. With `dropAfter` the connection is reset (RST) after so many bytes of
 * it, and what had come by then counts as cut, even if it was all.
 */
export async function receiveBody(
  req: IncomingMessage,
  dropAfter: number | null,
): Promise<Arrival> {
  const { socket } = req;
  const hash = createHash('sha256');
  const reader = createBodyReader(req.headers);
  let bytes = 0;
  const arrival = (contents: Arrival['contents']) => ({
    bytes,
    sha256: hash.digest('hex'),
    contents,
  });

  try {
    for await (const piece of dropAfter === 0 ? [] : piecesOf(req)) {
      const kept = dropAfter === null ? piece : piece.subarray(0, dropAfter - bytes);
      hash.update(kept);
      bytes += kept.length;
      if (bytes === dropAfter) break;
      await reader.write(kept);
    }
  } catch (error) {
    if (req.errored === null) throw error;
    return arrival(null);
  }
  if (bytes === dropAfter) {
    socket.resetAndDestroy();
    return arrival(null);
  }
  return arrival(await reader.end());
}

/** Leaving the loop must not end the connection: how it ends is the point. */
const piecesOf = (req: IncomingMessage): AsyncIterable<Buffer> =>
  req.iterator({ destroyOnReturn: false });

function createBodyReader(headers: IncomingHttpHeaders): BodyReader {
  const contentType = headers['content-type'] ?? '';
  const kind = kindOf(headers);
  switch (kind) {
    case 'multipart':
      return createMultipartReader(contentType);
    case 'json':
      return createTextReader((text) => {
        JSON.parse(text);
        return { kind, fields: [], files: [] };
      });
    case 'form':
      return createTextReader((text) => {
        const fields = [...new URLSearchParams(text)].map(([name, value]) => ({ name, value }));
        return { kind, fields, files: [] };
      });
    case 'none':
    case 'text':
    case 'raw':
      return {
        write: async () => {},
        end: async () => ok({ kind, fields: [], files: [] }),
      };
  }
}

/** A request has a body if it says how long it is (RFC 9112 section 6.3); the media type says what it is. */
function kindOf(headers: IncomingHttpHeaders): ReceivedBody['kind'] {
  const hasBody =
    headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  const mediaType = (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (mediaType === '') return hasBody ? 'raw' : 'none';
  if (mediaType === 'application/json' || mediaType.endsWith('+json')) return 'json';
  if (mediaType === 'application/x-www-form-urlencoded') return 'form';
  if (mediaType === 'multipart/form-data') return 'multipart';
  if (mediaType.startsWith('text/')) return 'text';
  return 'raw';
}
