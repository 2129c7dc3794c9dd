import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPracticeServer } from '../../../electron/practice/practice-server.ts';

const server = createPracticeServer();
let base = '';
beforeAll(async () => {
  base = (await server.start()).url;
});
afterAll(() => server.stop());

const sha256 = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex');

async function post(path: string, body: string | Uint8Array<ArrayBuffer>, contentType?: string) {
  const headers = contentType === undefined ? {} : { 'Content-Type': contentType };
  const response = await fetch(base + path, { method: 'POST', body, headers });
  const answer: unknown = await response.json();
  return { status: response.status, type: response.headers.get('content-type'), answer };
}

const multipart = (...parts: readonly string[]) =>
  `${parts.map((part) => `--b\r\nContent-Disposition: form-data; ${part}\r\n`).join('')}--b--\r\n`;

describe('a submission', () => {
  test.each([
    ['json', '{"a":1}', 'application/json; charset=utf-8'],
    ['json', '{"a":1}', 'application/vnd.api+json'],
    ['text', 'Grüße', 'text/plain'],
    ['raw', 'anything', 'application/octet-stream'],
    ['raw', 'anything', 'image/jpeg'],
  ])('of kind %s is accepted with the hash of its bytes: %s', async (kind, body, contentType) => {
    const { status, answer } = await post('/inbox/reports/7', body, contentType);
    expect(status).toBe(201);
    expect(answer).toMatchObject({
      id: expect.stringMatching(/^.{36}$/),
      received: {
        kind,
        fields: [],
        files: [],
        bytes: Buffer.byteLength(body),
        sha256: sha256(body),
      },
    });
  });

  test('without a body is accepted, with any method', async () => {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      const response = await fetch(`${base}/inbox/any`, { method });
      expect(response.status).toBe(201);
      expect(await response.json()).toMatchObject({ received: { kind: 'none', bytes: 0 } });
    }
    const head = await fetch(`${base}/inbox/any`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([201, '']);
  });

  test('of a form tells the fields in order, repeated names and empty ones too', async () => {
    const { answer } = await post(
      '/inbox/form',
      'b=2&a=1&b=3&=nameless&x=%C3%BC+y',
      'application/x-www-form-urlencoded',
    );
    expect(answer).toMatchObject({
      received: {
        kind: 'form',
        fields: [
          { name: 'b', value: '2' },
          { name: 'a', value: '1' },
          { name: 'b', value: '3' },
          { name: '', value: 'nameless' },
          { name: 'x', value: 'ü y' },
        ],
      },
    });
  });

  test('of several parts tells fields and files in order, with empty and non-ASCII names', async () => {
    const photo = Buffer.alloc(300_000, 7);
    const body = Buffer.concat([
      Buffer.from('--b\r\nContent-Disposition: form-data; name="b"\r\n\r\nü\r\n'),
      Buffer.from(
        '--b\r\nContent-Disposition: form-data; name=""; filename="Brücke %22Nord%22 東.jpg"\r\n' +
          'Content-Type: image/jpeg\r\n\r\n',
      ),
      photo,
      Buffer.from('\r\n--b\r\nContent-Disposition: form-data; name=""\r\n\r\n\r\n'),
      Buffer.from('--b\r\nContent-Disposition: form-data; name="b"\r\n\r\n2\r\n'),
      Buffer.from(
        '--b\r\nContent-Disposition: form-data; name="doc"; filename="../../x.pdf"\r\n\r\n\r\n--b--\r\n',
      ),
    ]);
    const { status, answer } = await post('/inbox/parts', body, 'multipart/form-data; boundary=b');
    expect(status).toBe(201);
    expect(answer).toMatchObject({
      received: {
        kind: 'multipart',
        fields: [
          { name: 'b', value: 'ü' },
          { name: '', value: '' },
          { name: 'b', value: '2' },
        ],
        files: [
          {
            field: '',
            filename: 'Brücke %22Nord%22 東.jpg',
            contentType: 'image/jpeg',
            size: 300_000,
            sha256: sha256(photo),
          },
          { field: 'doc', filename: '../../x.pdf', size: 0, sha256: sha256('') },
        ],
        bytes: body.length,
        sha256: sha256(body),
      },
    });
  });

  test('of no parts at all is accepted', async () => {
    const { status } = await post('/inbox/x', '--b--\r\n', 'multipart/form-data; boundary=b');
    expect(status).toBe(201);
  });

  test.each([
    ['malformed JSON', '{"a":', 'application/json', 'The body is not what it says: SyntaxError'],
    ['an empty JSON body', '', 'application/json', 'The body is not what it says'],
    [
      'JSON that is not UTF-8',
      Buffer.from('"\xfc"', 'latin1'),
      'application/json',
      'not what it says',
    ],
    ['a multipart body without a boundary', 'x', 'multipart/form-data', 'no boundary'],
    [
      'a multipart body without its end',
      multipart('name="a"\r\n\r\n1').replace('--b--\r\n', ''),
      'multipart/form-data; boundary=b',
      'Unexpected end of multipart data',
    ],
    [
      'a multipart body that ends within a file',
      '--b\r\nContent-Disposition: form-data; name="a"; filename="x"\r\n\r\n1',
      'multipart/form-data; boundary=b',
      'Unexpected end of multipart data',
    ],
    [
      'a field without a name',
      multipart('x="y"\r\n\r\n1'),
      'multipart/form-data; boundary=b',
      'has no name',
    ],
    [
      'a file without a name',
      multipart('filename="y"\r\n\r\n1'),
      'multipart/form-data; boundary=b',
      'has no name',
    ],
  ])('of %s is a 400 that says so, and has no effect', async (_, body, contentType, detail) => {
    const before = server.ledger.snapshot().effects.length;
    const { status, type, answer } = await post('/inbox/bad', body, contentType);
    expect([status, type]).toEqual([400, 'application/problem+json']);
    expect(answer).toMatchObject({ status: 400, detail: expect.stringContaining(detail) });
    const { effects, entries } = server.ledger.snapshot();
    expect(effects.length).toBe(before);
    expect(entries.at(-1)).toMatchObject({ verdict: 'refused', complete: true, status: 400 });
  });

  test('of more JSON than a server should hold is a 413', async () => {
    const { status } = await post(
      '/inbox/x',
      `"${'x'.repeat(16 * 1024 * 1024)}"`,
      'application/json',
    );
    expect(status).toBe(413);
  });
});

describe('elsewhere', () => {
  test('an unknown path is a 404 with a problem', async () => {
    for (const path of ['/', '/inbox', '/inbox/', '/ledgers']) {
      const { status, type } = await post(path, 'x');
      expect([path, status, type]).toEqual([path, 404, 'application/problem+json']);
    }
  });

  test('the server says that it is there', async () => {
    const response = await fetch(`${base}/health`);
    expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }]);
    expect((await post('/health', 'x')).status).toBe(405);
  });

  test('a key that is no text is a 400, and the server lives on', async () => {
    expect((await fetch(`${base}/ledger/%E0%A4%A`)).status).toBe(400);
    expect((await fetch(`${base}/ledger/unheard-of`)).status).toBe(404);
  });
});
