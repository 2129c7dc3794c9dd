import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import mime from 'mime';
import type { BodyInput, PartInput } from '../../../shared/contracts/request-input.ts';
import type { PooledFile } from './generated-request.ts';
import type { SeenPart } from './parsing-server.ts';

/** What a server must find in a form, by the request alone; null where it is no form of parts. */
export function expectedParts(
  body: BodyInput,
  pool: readonly PooledFile[],
): readonly SeenPart[] | null {
  return body.kind === 'multipart' ? body.parts.map((part) => expectedPart(part, pool)) : null;
}

function expectedPart(part: PartInput, pool: readonly PooledFile[]): SeenPart {
  if ('value' in part) {
    const bytes = Buffer.from(part.value);
    return {
      name: inHeader(part.name),
      filename: null,
      contentType: null,
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    };
  }
  const { file } = part;
  const source = pool.find((one) => 'path' in file && one.path === file.path);
  if (source === undefined) throw new Error('not of the pool');
  const filename = part.filename ?? basename(source.path);
  return {
    name: inHeader(part.name),
    filename: inHeader(filename),
    contentType: part.contentType ?? mime.getType(filename) ?? 'application/octet-stream',
    bytes: source.size,
    sha256: source.sha256,
  };
}

/** As it stands between the quotes of a part's header; parsers hand it on like that, half characters mended. */
const inHeader = (name: string): string =>
  name.toWellFormed().replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22');
