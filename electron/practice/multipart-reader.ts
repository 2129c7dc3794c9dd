import { createHash } from 'node:crypto';
import { Busboy } from '@fastify/busboy';
import type { ReceivedFile } from '../../shared/contracts/practice-protocol.ts';
import { err, ok, type Result } from '../../shared/lang/result.ts';
import type { BodyReader, Contents, Refusal } from './body-reader.ts';

const LIMITS = { fieldSize: 1024 * 1024, parts: 2_000 };

/**
 * Reads multipart/form-data (RFC 7578). Files are hashed as they pass and never kept. Names and file names are
 * told as they were sent: an empty field name is a name, a missing one is a mistake. A server that stores files
 * must not use these names for its own.
 */
export function createMultipartReader(contentType: string): BodyReader {
  const busboy = createBusboy(contentType);
  if (busboy === null) {
    const refusal = refuse(400, 'The multipart body has no boundary in its Content-Type.');
    return { write: async () => {}, end: async () => refusal };
  }

  const fields: { readonly name: string; readonly value: string }[] = [];
  const files: (() => ReceivedFile)[] = [];
  let refusal: Result<never, Refusal> | null = null;
  const nameless = () => {
    refusal ??= refuse(400, 'A part of the multipart body has no name (RFC 7578 section 4.2).');
  };

  // Its types say `string` where a header may leave the parameter out.
  busboy.on('field', (name: string | undefined, value, _nameCut, valueCut) => {
    if (name === undefined) return nameless();
    if (valueCut)
      refusal ??= refuse(413, `The value of "${name}" is over ${LIMITS.fieldSize} bytes.`);
    fields.push({ name, value });
  });
  busboy.on(
    'file',
    (field: string | undefined, stream, filename: string | undefined, _encoding, mediaType) => {
      if (field === undefined) nameless();
      const hash = createHash('sha256');
      let size = 0;
      stream.on('data', (piece: Buffer) => {
        hash.update(piece);
        size += piece.length;
      });
      // Busboy reports the same mistake on itself, and there it is taken up.
      stream.on('error', () => {});
      files.push(() => ({
        field: field ?? '',
        filename: filename ?? null,
        contentType: mediaType,
        size,
        sha256: hash.digest('hex'),
      }));
    },
  );
  busboy.on('partsLimit', () => {
    refusal ??= refuse(413, `The multipart body has more than ${LIMITS.parts} parts.`);
  });

  const finished = new Promise<void>((resolve) => {
    busboy.on('finish', resolve);
    busboy.on('error', (error: unknown) => {
      refusal ??= refuse(400, `The multipart body is not what it says: ${String(error)}`);
      resolve();
    });
  });

  return {
    async write(piece) {
      if (busboy.write(piece)) return;
      await Promise.race([new Promise((resolve) => busboy.once('drain', resolve)), finished]);
    },
    async end() {
      busboy.end();
      await finished;
      return (
        refusal ?? ok<Contents>({ kind: 'multipart', fields, files: files.map((file) => file()) })
      );
    },
  };
}

/** Null if the Content-Type names no boundary: Busboy throws then. */
function createBusboy(contentType: string) {
  try {
    return new Busboy({
      headers: { 'content-type': contentType },
      preservePath: true,
      limits: LIMITS,
    });
  } catch {
    return null;
  }
}

const refuse = (status: Refusal['status'], detail: string) => err<Refusal>({ status, detail });
