import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS, type Job } from '../../../shared/contracts/worker-protocol.ts';
import { DEFAULT_CONTRACT } from '../../../shared/outbox/success-contract.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import {
  attempt,
  httpServer,
  jobFor,
  jsonBody,
  limits,
  OK,
  onRequest,
  rawServer,
} from './support.ts';

const MIB = 1024 * 1024;
const text = (bytes: Uint8Array | null | undefined) => Buffer.from(bytes ?? []).toString();
const spillIn = (dir: string) => ({ path: join(dir, 'answer'), name: 'answer-name' });

describe('an answer', () => {
  test('is recorded with its head as received and its body', async () => {
    const { url } = await rawServer((socket) => {
      onRequest(socket, () =>
        socket.write(
          'HTTP/1.1 201 Very Created\r\nX-Id: 1\r\nx-id: 2\r\nSet-Cookie: session=abc\r\nContent-Length: 7\r\n\r\n{"a":1}',
        ),
      );
    });
    const report = await attempt(jobFor(url, { body: jsonBody('{}') }));
    expect(report.outcome).toEqual({ kind: 'delivered', status: 201 });
    expect(report.verdict).toEqual({ accepted: true, rule: 'STATUS', receipt: null });
    expect(report.response).toEqual({
      status: 201,
      statusText: 'Very Created',
      httpVersion: '1.1',
      headers: [
        ['X-Id', '1'],
        ['x-id', '2'],
        ['Set-Cookie', '[redacted]'],
        ['Content-Length', '7'],
      ],
    });
    expect(text(report.body?.inline)).toBe('{"a":1}');
    expect(report.body).toMatchObject({ bytes: 7, file: null, truncated: null });
    expect(report.error).toBeNull();
  });

  test('that is a web page is suspect, and delivered where the account expects pages', async () => {
    const { url } = await httpServer((request, response) => {
      request.resume();
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end('\ufeff \r\n <!doctype html><title>Sign in to Wi-Fi</title>');
    });
    const report = await attempt(jobFor(url, { body: jsonBody('{}') }));
    expect(report.outcome).toEqual({ kind: 'suspect', status: 200, doubt: 'HTML_INSTEAD' });
    expect(report.verdict).toMatchObject({ accepted: false, rule: 'HTML_INSTEAD' });
    const contract = { ...DEFAULT_CONTRACT, allowHtml: true };
    const allowed = await attempt(jobFor(url, { body: jsonBody('{}'), contract }));
    expect(allowed.outcome.kind).toBe('delivered');
  });

  test.each([
    ['in a file', (): Job['spill'] => spillIn(tempFolder())],
    ['cut, for want of room', () => null],
    ['cut, as it cannot be written', () => spillIn(join(tempFolder(), 'no-such-folder'))],
  ])('is judged by all of its JSON, also where it is long and kept %s', async (how, spillOf) => {
    const spill = spillOf();
    const padding = 'x'.repeat(DEFAULT_LIMITS.inlineBytes);
    const { url } = await httpServer((request, response) => {
      request.resume();
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ padding, taken: request.url === '/yes', id: 4711 }));
    });
    const contract = {
      ...DEFAULT_CONTRACT,
      json: { pointer: '/taken', equals: true },
      receipt: '/id',
    };
    const yes = await attempt(jobFor(new URL('/yes', url).href, { contract, spill }));
    expect(yes.body?.file).toBe(how === 'in a file' ? 'answer-name' : null);
    expect(yes.body?.truncated).toBe(how === 'in a file' ? null : 'cap');
    expect(yes.outcome).toEqual({ kind: 'delivered', status: 200 });
    expect(yes.verdict).toEqual({ accepted: true, rule: 'STATUS', receipt: '4711' });
    const no = await attempt(jobFor(new URL('/no', url).href, { contract, spill }));
    expect(no.outcome).toEqual({ kind: 'suspect', status: 200, doubt: 'JSON' });
    expect(no.verdict).toEqual({ accepted: false, rule: 'JSON', receipt: null });
  });

  test('that the cap has cut off cannot say in its JSON that it is a yes', async () => {
    const { url } = await httpServer((request, response) => {
      request.resume();
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ taken: true, padding: 'x'.repeat(5000) }));
    });
    const contract = { ...DEFAULT_CONTRACT, json: { pointer: '/taken', equals: null } };
    const report = await attempt(
      jobFor(url, { contract, limits: limits({ inlineBytes: 1000, maxBytes: 2000 }) }),
    );
    expect(report.outcome).toMatchObject({ kind: 'suspect', doubt: 'TOO_LONG' });
  });

  test.each([301, 302, 303, 307, 308])(
    'of %i sends nothing to another origin and is no success',
    async (status) => {
      let elsewhere = 0;
      const other = await httpServer((_, response) => {
        elsewhere++;
        response.end('{}');
      });
      const { url } = await httpServer((request, response) => {
        request.resume();
        response.writeHead(status, { location: other.url }).end();
      });
      const report = await attempt(jobFor(url, { body: jsonBody('{}') }));
      expect(report.outcome).toEqual({
        kind: 'suspect',
        status,
        doubt: 'REDIRECT',
        location: other.url,
      });
      expect(report.verdict).toEqual({ accepted: false, rule: 'REDIRECT', receipt: null });
      expect(elsewhere).toBe(0);
    },
  );

  test('of 308 within the origin names the next address and leaves going there to the host', async () => {
    let requests = 0;
    const { url } = await httpServer((request, response) => {
      requests++;
      request.resume();
      response.writeHead(308, { location: '/v2/items?x=1#top' }).end();
    });
    const report = await attempt(jobFor(url, { body: jsonBody('{}') }));
    expect(report.outcome).toEqual({
      kind: 'redirected',
      status: 308,
      location: `${url}v2/items?x=1`,
    });
    expect(requests).toBe(1);
  });

  test('of 503 carries what the server asked for', async () => {
    const { url } = await httpServer((request, response) => {
      request.resume();
      response.writeHead(503, { 'retry-after': '120' }).end();
    });
    const report = await attempt(jobFor(url, { body: jsonBody('{}') }));
    expect(report.outcome).toEqual({ kind: 'busy', status: 503, retryAfterMs: 120_000 });
  });

  test('of 101 that nobody asked for ends the attempt and the connection', async () => {
    const closed = Promise.withResolvers<void>();
    const { url } = await rawServer((socket) => {
      socket.once('close', () => closed.resolve());
      onRequest(socket, () =>
        socket.write(
          'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n',
        ),
      );
    });
    const report = await attempt(jobFor(url, { body: jsonBody('{}') }));
    expect(report.outcome).toEqual({ kind: 'busy', status: 101, retryAfterMs: null });
    expect(report.error).toMatchObject({ class: 'protocol', code: 'ERR_HTTP_UPGRADE' });
    await closed.promise;
  });

  test('after interim answers is the one that counts', async () => {
    const { url } = await rawServer((socket) => {
      onRequest(socket, () =>
        socket.write(
          `HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n${OK}`,
        ),
      );
    });
    const report = await attempt(jobFor(url, { body: jsonBody('{}') }));
    expect(report.outcome).toEqual({ kind: 'delivered', status: 200 });
  });

  test('to HEAD, and one of 204, have no body', async () => {
    const { url } = await httpServer((request, response) => {
      request.resume();
      response.writeHead(request.method === 'HEAD' ? 200 : 204, { 'content-type': 'text/html' });
      response.end();
    });
    for (const method of ['HEAD', 'DELETE']) {
      const report = await attempt(jobFor(url, { method }));
      expect(report.outcome.kind).toBe('delivered');
      expect(report.body).toEqual({
        bytes: 0,
        inline: new Uint8Array(),
        file: null,
        truncated: null,
      });
    }
  });

  test('that ends inside its body still counts, and says so', async () => {
    const { url } = await rawServer((socket) => {
      onRequest(socket, () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"a":'));
    });
    const report = await attempt(jobFor(url, { body: jsonBody('{}') }));
    expect(report.outcome).toEqual({ kind: 'delivered', status: 200 });
    expect(report.body).toMatchObject({ bytes: 5, truncated: 'cut' });
    expect(text(report.body?.inline)).toBe('{"a":');
    expect(report.error).toMatchObject({ code: 'ERR_HTTP_CONTENT_LENGTH_MISMATCH' });
  });

  test('that cannot be unpacked still counts, and says so', async () => {
    const { url } = await httpServer((request, response) => {
      request.resume();
      response.setHeader('content-encoding', 'gzip');
      response.end('this is no gzip');
    });
    const report = await attempt(jobFor(url, { body: jsonBody('{}') }));
    expect(report.outcome).toEqual({ kind: 'delivered', status: 200 });
    expect(report.body?.truncated).toBe('cut');
    expect(report.error).toMatchObject({ class: 'protocol', code: 'Z_DATA_ERROR' });
  });

  test.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ])('packed with %s is recorded unpacked', async (encoding, pack) => {
    const { url } = await httpServer((request, response) => {
      request.resume();
      response.setHeader('content-encoding', encoding);
      response.end(pack(Buffer.from('{"packed":true}')));
    });
    const report = await attempt(jobFor(url, { body: jsonBody('{}') }));
    expect(text(report.body?.inline)).toBe('{"packed":true}');
    expect(report.response?.headers).toContainEqual(['content-encoding', encoding]);
  });
});

describe('a large answer', () => {
  test('goes to a file, whole', async () => {
    const answer = Buffer.alloc(300_001, 'abcdefg');
    const { url } = await httpServer((request, response) => {
      request.resume();
      response.end(answer);
    });
    const spill = spillIn(tempFolder());
    const report = await attempt(jobFor(url, { body: jsonBody('{}'), spill }));
    expect(report.body).toEqual({
      bytes: 300_001,
      inline: null,
      file: 'answer-name',
      truncated: null,
    });
    expect(readFileSync(spill.path).equals(answer)).toBe(true);
  });

  test('of exactly the inline size stays in memory', async () => {
    const { url } = await httpServer((request, response) => {
      request.resume();
      response.end(Buffer.alloc(1000, 'x'));
    });
    const spill = spillIn(tempFolder());
    const report = await attempt(
      jobFor(url, { body: jsonBody('{}'), spill, limits: limits({ inlineBytes: 1000 }) }),
    );
    expect(report.body?.inline).toHaveLength(1000);
    expect(existsSync(spill.path)).toBe(false);
  });

  test('that cannot be written is kept as far as memory holds it, and counts all the same', async () => {
    const { url } = await httpServer((request, response) => {
      request.resume();
      response.end(Buffer.alloc(5000, 'x'));
    });
    const spill = { path: join(tempFolder(), 'no-such-folder', 'answer'), name: 'answer' };
    const report = await attempt(
      jobFor(url, { body: jsonBody('{}'), spill, limits: limits({ inlineBytes: 1000 }) }),
    );
    expect(report.outcome.kind).toBe('delivered');
    expect(report.body).toMatchObject({ bytes: 5000, file: null, truncated: 'cap' });
    expect(report.body?.inline).toHaveLength(1000);
  });

  test.each([
    ['a compression bomb', true],
    ['an endless answer', false],
  ])('that is %s is cut at the cap, and memory stays flat', async (_, bomb) => {
    const packed = bomb ? gzipSync(Buffer.alloc(300 * MIB)) : null;
    const closed = Promise.withResolvers<void>();
    const { url } = await httpServer((request, response) => {
      request.resume();
      response.once('close', () => closed.resolve());
      if (packed !== null) {
        response.setHeader('content-encoding', 'gzip');
        response.end(packed);
        return;
      }
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(64 * 1024)));
      };
      response.on('drain', more);
      more();
    });
    const spill = spillIn(tempFolder());
    const before = process.memoryUsage().rss;
    const report = await attempt(jobFor(url, { body: jsonBody('{}'), spill }));
    expect(report.outcome).toEqual({ kind: 'delivered', status: 200 });
    expect(report.body).toMatchObject({ inline: null, file: 'answer-name', truncated: 'cap' });
    expect(report.body?.bytes).toBeGreaterThan(10 * MIB);
    expect(report.body?.bytes).toBeLessThan(11 * MIB);
    expect(readFileSync(spill.path)).toHaveLength(10 * MIB);
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * MIB);
    if (!bomb) await closed.promise;
  });
});

describe('the record of a request', () => {
  test('shows the headers as sent, and no secret', async () => {
    let raw = '';
    const { url } = await rawServer((socket) => {
      onRequest(socket, ({ head }) => {
        raw = head;
        socket.write(OK);
      });
    });
    const report = await attempt(
      jobFor(url, {
        body: jsonBody('{"a":1}'),
        headers: [
          ['X-Site', 'north'],
          ['X-Site', 'south'],
          ['Cookie', 'canary-cookie'],
          ['X-Custom', 'replaced'],
        ],
        secretHeaders: [
          ['Authorization', 'Bearer canary-token'],
          ['X-Custom', 'canary-custom'],
        ],
      }),
    );
    for (const line of [
      'x-site: north',
      'x-site: south',
      'authorization: Bearer canary-token',
      'x-custom: canary-custom',
      'content-type: application/json',
      'content-length: 7',
    ])
      expect(raw).toContain(`\r\n${line}`);
    expect(raw).not.toContain('replaced');
    expect(report.requestHeaders).toEqual(
      expect.arrayContaining([
        ['x-site', 'north'],
        ['x-site', 'south'],
        ['authorization', '[redacted]'],
        ['x-custom', '[redacted]'],
        ['cookie', '[redacted]'],
        ['content-type', 'application/json'],
        ['content-length', '7'],
      ]),
    );
    expect(JSON.stringify(report)).not.toContain('canary');
  });

  test.each([
    ['a value with a line break', { headers: [['X-A', 'a\r\nX-B: canary']] as const }],
    ['a name that is none', { headers: [['X A', 'a']] as const }],
    ['a length of its own', { headers: [['Content-Length', '3']] as const }],
    ['a framing of its own', { headers: [['Transfer-Encoding', 'chunked']] as const }],
    ['a secret with a line break', { secretHeaders: [['X-A', 'canary\n']] as const }],
    ['no address', { url: 'nonsense' }],
    ['another scheme', { url: 'ftp://127.0.0.1/' }],
    ['credentials in the address', { url: 'http://user:canary@127.0.0.1/' }],
    ['a body with GET', { method: 'GET' }],
  ])('says what is wrong with %s, and nothing is sent', async (_, wrong) => {
    let connections = 0;
    const { url } = await rawServer(() => connections++);
    const report = await attempt(jobFor(url, { body: jsonBody('{}'), ...wrong }));
    expect(report.outcome).toMatchObject({
      kind: 'unsendable',
      problem: { code: 'REQUEST_INVALID', detail: expect.any(String) },
    });
    expect(JSON.stringify(report)).not.toContain('canary');
    expect(connections).toBe(0);
  });
});

describe('an answer that repeats the secrets of the request', () => {
  const TOKEN = 'canary-7c1e-token';
  const secretHeaders = [['authorization', `Bearer ${TOKEN}`]] as const;

  test('is kept without them, in head and body, inline and spilled, and is judged all the same', async () => {
    const { url } = await httpServer((request, response) => {
      request.resume();
      const said = request.headers.authorization ?? '';
      const long = 'x'.repeat(MIB / 2);
      response.writeHead(200, `hello ${said}`, {
        'x-echo': said,
        'content-type': 'application/json',
      });
      response.write(`{"you":"${said.slice(0, 12)}`);
      const rest = `${said.slice(12)}"}`;
      setImmediate(() => response.end(request.url === '/long' ? `${rest}${long}${said}` : rest));
    });
    const report = await attempt(jobFor(url, { body: jsonBody('{}'), secretHeaders }));
    expect(report.outcome).toEqual({ kind: 'delivered', status: 200 });
    expect(JSON.stringify(report)).not.toContain(TOKEN);
    expect(report.response?.headers).toContainEqual(['x-echo', 'Bearer [redacted]']);
    expect(text(report.body?.inline)).toBe(`{"you":"Bearer ${'*'.repeat(TOKEN.length)}"}`);

    const dir = tempFolder();
    const spilled = await attempt(
      jobFor(`${url}long`, { body: jsonBody('{}'), secretHeaders, spill: spillIn(dir) }),
    );
    const kept = readFileSync(join(dir, 'answer'), 'utf8');
    expect(kept).toHaveLength(spilled.body?.bytes ?? 0);
    expect(kept).not.toContain(TOKEN);
    expect(kept.endsWith(`Bearer ${'*'.repeat(TOKEN.length)}`)).toBe(true);
  });

  test('in the address of a redirect leads nowhere: a person looks at it', async () => {
    const { url } = await httpServer((request, response) => {
      request.resume();
      response.writeHead(307, { location: `/next?token=${TOKEN}` }).end();
    });
    const report = await attempt(jobFor(url, { body: jsonBody('{}'), secretHeaders }));
    expect(report.outcome).toMatchObject({ kind: 'misdirected', status: 307, otherOrigin: false });
    expect(JSON.stringify(report)).not.toContain(TOKEN);
  });
});
