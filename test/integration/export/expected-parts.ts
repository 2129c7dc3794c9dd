import { createHash } from 'node:crypto';
import { basename } from 'node:path';
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
    bytes: source.size,
    sha256: source.sha256,
  };
}

/**
 * What stands for a quote or a line end in a part's header stands for it also where a name had it (HTML Living
 * Standard), and a byte order mark at the beginning is read as such.
 */
const inHeader = (name: string): string =>
  name
    .toWellFormed()
    .replace(/^\ufeff/, '')
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%22', '"');
