import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Busboy } from '@fastify/busboy';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeBody } from '../../../electron/worker/body/make-body.ts';
import type { JobBody, JobPart } from '../../../shared/contracts/worker-protocol.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { agentsForTest, attempt, fileOf, jobFor, OK, rawServer, wholeRequest } from './support.ts';

const BOUNDARY = 'outtray-0123456789abcdef';
const PHOTO = Buffer.from('\u00ff\u00d8\u0000\r\n--not-a-boundary\r\n', 'latin1');
const NAME = 'Brücke "Nord" 東.jpg';

function goldenBody(dir: string): JobBody {
  const file = (path: string, bytes: Uint8Array) => fileOf(join(dir, path), bytes);
  return {
    kind: 'multipart',
    boundary: BOUNDARY,
    parts: [
      { kind: 'field', name: 'before', value: 'Grüße\r\n2. Zeile' },
      {
        kind: 'file',
        name: '',
        file: file('a', PHOTO),
        filename: NAME,
        contentType: 'image/jpeg',
      },
      { kind: 'field', name: 'tag', value: 'one' },
      { kind: 'field', name: 'tag', value: '' },
      {
        kind: 'file',
        name: 'notes',
        file: file('b', Buffer.from('second file')),
        filename: 'notes.txt',
        contentType: 'text/plain',
      },
      { kind: 'field', name: '', value: '{"nested":["世界"]}' },
    ],
  };
}

async function threeTimes(body: JobBody): Promise<readonly { head: string; body: Buffer }[]> {
  const seen: { head: string; body: Buffer }[] = [];
  const { url } = await rawServer((socket) => {
    const answer = async () => {
      for (;;) {
        seen.push(await wholeRequest(socket));
        socket.write(OK);
      }
    };
    void answer();
  });
  const agents = agentsForTest();
  for (let n = 0; n < 3; n++) {
    const report = await attempt(jobFor(url, { body }), agents);
    expect(report.outcome).toEqual({ kind: 'delivered', status: 200 });
  }
  return seen;
}

describe('a multipart body', () => {
  test('goes over the wire byte for byte as recorded, on every one of three attempts', async () => {
    const golden = readFileSync(join(import.meta.dirname, '../../fixtures/multipart/mixed.golden'));
    const seen = await threeTimes(goldenBody(tempFolder()));
    expect(seen).toHaveLength(3);
    for (const { head, body } of seen) {
      expect(body.toString('latin1')).toBe(golden.toString('latin1'));
      expect(head).toContain(`content-type: multipart/form-data; boundary=${BOUNDARY}`);
      expect(head).toContain(`content-length: ${golden.length}`);
      expect(head).not.toMatch(/transfer-encoding/i);
    }
  });

  test('is read back in order, with empty and repeated names, by busboy', async () => {
    const [request] = await threeTimes(goldenBody(tempFolder()));
    const parts: (readonly [name: string, value: string, filename?: string])[] = [];
    const parser = new Busboy({
      headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
    });
    parser.on('field', (name, value) => parts.push([name, value]));
    parser.on('file', (name, stream, filename) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      const at = parts.push([name, '', filename]) - 1;
      stream.on('end', () => {
        parts[at] = [name, Buffer.concat(chunks).toString('latin1'), filename];
      });
    });
    await new Promise((resolve) => parser.on('finish', resolve).end(request?.body));
    expect(parts).toEqual([
      ['before', 'Grüße\r\n2. Zeile'],
      ['', PHOTO.toString('latin1'), 'Brücke %22Nord%22 東.jpg'],
      ['tag', 'one'],
      ['tag', ''],
      ['notes', 'second file', 'notes.txt'],
      ['', '{"nested":["世界"]}'],
    ]);
  });

  test("is read back by the platform's own FormData parser", async () => {
    const [request] = await threeTimes(goldenBody(tempFolder()));
    const form = await new Response(request?.body ?? null, {
      headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
    }).formData();
    expect([...form.keys()]).toEqual(['before', '', 'tag', 'tag', 'notes', '']);
    const [photo] = form.getAll('');
    if (!(photo instanceof File)) throw new Error('no file');
    expect(photo.name).toBe(NAME);
    expect(photo.type).toBe('image/jpeg');
    expect(Buffer.from(await photo.arrayBuffer())).toEqual(PHOTO);
  });

  test('without parts is an empty form that still ends properly', async () => {
    const [request] = await threeTimes({ kind: 'multipart', boundary: BOUNDARY, parts: [] });
    expect(request?.body.toString()).toBe(`--${BOUNDARY}--\r\n`);
  });

  test('is always exactly as long as its content-length says', async () => {
    const dir = tempFolder();
    const text = fc
      .string({ unit: 'binary', maxLength: 12 })
      .filter((value) => !value.includes('\0'));
    let n = 0;
    const part: fc.Arbitrary<JobPart> = fc.oneof(
      fc.record({ kind: fc.constant('field' as const), name: text, value: text }),
      fc.record({
        kind: fc.constant('file' as const),
        name: text,
        file: fc.uint8Array({ maxLength: 40 }).map((bytes) => fileOf(join(dir, `${n++}`), bytes)),
        filename: text.map((value) => `f${value.replaceAll('/', '_')}`),
        contentType: fc.constant('application/octet-stream'),
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 6 }), async (parts) => {
        const made = makeBody({ kind: 'multipart', boundary: BOUNDARY, parts });
        if (!made.ok || made.value === null) throw new Error('refused');
        const body = made.value;
        const bytes = Buffer.concat(await Readable.prototype.toArray.call(body.open()));
        await body.close();
        expect(bytes.length).toBe(body.length);
        expect(bytes.subarray(-BOUNDARY.length - 6).toString()).toBe(`--${BOUNDARY}--\r\n`);
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    ['a content type with a line break', { contentType: 'text/plain\r\nX-Evil: 1' }],
    ['a content type with NUL', { contentType: 'text/plain\0' }],
    ['an empty content type', { contentType: '' }],
    ['a file name with NUL', { filename: 'a\0b' }],
    ['no file name', { filename: '' }],
    ['a part name with NUL', { name: 'a\0' }],
  ])('with %s is not sent', async (_, wrong) => {
    let connections = 0;
    const { url } = await rawServer(() => connections++);
    const file = fileOf(join(tempFolder(), 'f'), 'x');
    const part = {
      kind: 'file',
      name: 'f',
      file,
      filename: 'f.txt',
      contentType: 'text/plain',
    } as const;
    const body: JobBody = { kind: 'multipart', boundary: BOUNDARY, parts: [{ ...part, ...wrong }] };
    const report = await attempt(jobFor(url, { body }));
    expect(report.outcome).toMatchObject({
      kind: 'unsendable',
      problem: { code: 'REQUEST_INVALID' },
    });
    expect(connections).toBe(0);
  });

  test('keeps line breaks in names from ending a header line', async () => {
    const [request] = await threeTimes({
      kind: 'multipart',
      boundary: BOUNDARY,
      parts: [{ kind: 'field', name: 'a\r\nX-Evil: "1"', value: 'v' }],
    });
    expect(request?.body.toString()).toContain('name="a%0D%0AX-Evil: %221%22"\r\n');
  });
});
