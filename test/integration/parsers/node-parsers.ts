import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { Busboy as FastifyBusboy } from '@fastify/busboy';
import busboy from 'busboy';
import { formidable } from 'formidable';
import multer from 'multer';
import { httpServer } from '../worker/support.ts';
import type { FormParser, SeenPart } from './seen-part.ts';

type Parse = (request: IncomingMessage) => Promise<readonly SeenPart[]>;

/** Each with what it does by itself: no options, but those without which it keeps nothing. */
const PARSERS: Readonly<Record<string, Parse>> = {
  '@fastify/busboy': (request) => {
    const parser = new FastifyBusboy({
      headers: { ...request.headers, 'content-type': request.headers['content-type'] ?? '' },
    });
    const seen = inOrder();
    parser.on('field', (name, value) => seen.field(name, value));
    parser.on('file', (name, stream, filename, _, type) => seen.file(name, stream, filename, type));
    return seen.when(parser, request);
  },
  busboy: (request) => {
    const parser = busboy({ headers: request.headers });
    const seen = inOrder();
    parser.on('field', (name, value) => seen.field(name, value));
    parser.on('file', (name, stream, { filename, mimeType }) =>
      seen.file(name, stream, filename, mimeType),
    );
    return seen.when(parser, request);
  },
  multer: async (request) => {
    const read = multer({ storage: multer.memoryStorage() }).any();
    const asked: IncomingMessage & { body?: object; files?: unknown } = request;
    await new Promise<void>((resolve, reject) => {
      // It is made for Express, and needs of it what Node has as well.
      read(asked as never, {} as never, (error: unknown) => (error ? reject(error) : resolve()));
    });
    const files = (asked.files ?? []) as readonly Express.Multer.File[];
    return [
      ...Object.entries(asked.body ?? {}).flatMap(([name, value]) => nested(name, value)),
      ...files.map(({ fieldname, originalname, mimetype, buffer }) => ({
        name: fieldname,
        filename: originalname,
        type: mimetype,
        base64: buffer.toString('base64'),
      })),
    ];
  },
  formidable: async (request) => {
    const form = formidable({ allowEmptyFiles: true, minFileSize: 0 });
    const [fields, files] = await form.parse(request);
    const seen = Object.entries(files).flatMap(([name, list]) =>
      (list ?? []).map(async (file) => ({
        name,
        filename: file.originalFilename,
        type: file.mimetype,
        base64: (await readFile(file.filepath)).toString('base64'),
      })),
    );
    return [
      ...Object.entries(fields).flatMap(([name, values]) =>
        (values ?? []).map((value) => field(name, value)),
      ),
      ...(await Promise.all(seen)),
    ];
  },
  'undici FormData': async (request) => {
    const form = await new Response(Buffer.concat(await request.toArray()), {
      headers: { 'content-type': request.headers['content-type'] ?? '' },
    }).formData();
    const parts = [...form].map(async ([name, value]): Promise<SeenPart> => {
      if (typeof value === 'string') return field(name, value);
      const bytes = Buffer.from(await value.arrayBuffer());
      return { name, filename: value.name, type: value.type, base64: bytes.toString('base64') };
    });
    return Promise.all(parts);
  },
};

/** Servers of Node that read forms, each on a port of its own; stopped after the test. */
export const nodeParsers = (): Promise<readonly FormParser[]> =>
  Promise.all(
    Object.entries(PARSERS).map(async ([label, parse]) => {
      const { url } = await httpServer(
        (request, response) => void answer(parse, request, response),
      );
      return { label, url };
    }),
  );

async function answer(
  parse: Parse,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const seen = await parse(request).catch((error: unknown) => ({ error: String(error) }));
  request.resume();
  response.setHeader('content-type', 'application/json').end(JSON.stringify(seen));
}

const field = (name: string | null, value: string): SeenPart => ({
  name,
  filename: null,
  type: null,
  base64: Buffer.from(value).toString('base64'),
});

/** multer makes objects and lists of names with brackets, and lists of repeated ones. */
function nested(name: string, value: unknown): readonly SeenPart[] {
  if (Array.isArray(value)) return value.flatMap((one: unknown) => nested(name, one));
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, one]) => nested(`${name}→${key}`, one));
  return [field(name, String(value))];
}

/** For parsers that tell parts one by one, files as streams. */
function inOrder() {
  const parts: Promise<SeenPart>[] = [];
  return {
    field: (name: string | undefined, value: string): void => {
      parts.push(Promise.resolve(field(name ?? null, value)));
    },
    file: (
      name: string | undefined,
      stream: Readable,
      filename: string | undefined,
      type: string,
    ): void => {
      parts.push(
        stream.toArray().then((chunks: Buffer[]) => ({
          name: name ?? null,
          filename: filename ?? null,
          type,
          base64: Buffer.concat(chunks).toString('base64'),
        })),
      );
    },
    when: async (
      parser: NodeJS.WritableStream,
      request: Readable,
    ): Promise<readonly SeenPart[]> => {
      await new Promise((resolve, reject) => {
        parser.on('finish', resolve).on('error', reject);
        request.pipe(parser);
      });
      return Promise.all(parts);
    },
  };
}
