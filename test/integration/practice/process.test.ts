import { type ChildProcess, fork, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import type { FromPractice, ToPractice } from '../../../shared/contracts/practice-protocol.ts';

const entry = fileURLToPath(new URL('../../../electron/practice/index.ts', import.meta.url));
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function start(...args: readonly string[]) {
  const child = fork(entry, args, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  children.push(child);
  const next = async (): Promise<FromPractice> => {
    const [message]: FromPractice[] = await once(child, 'message');
    if (message === undefined) throw new Error('no message');
    return message;
  };
  const ask = (message: ToPractice): Promise<FromPractice> => {
    const answer = next();
    child.send(message);
    return answer;
  };
  return { child, next, ask };
}

function urlOf(message: FromPractice): string {
  if (message.type !== 'listening') throw new Error(`${message.type} instead of listening`);
  return message.url;
}

async function lineOf(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const piece of child.stdout ?? []) {
    text += String(piece);
    if (text.includes('\n')) break;
  }
  return text;
}

test('it prints its URL on one line', async () => {
  const child = spawn(process.execPath, [entry], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const line = await lineOf(child);
  expect(line).toMatch(/^http:\/\/127\.0\.0\.1:\d+\n$/);
  expect((await fetch(`${line.trim()}/health`)).status).toBe(200);
});

test('with --json it prints an object', async () => {
  const { child, next } = start('--json');
  const [line, told] = await Promise.all([lineOf(child), next()]);
  expect(JSON.parse(line)).toEqual({ url: urlOf(told), port: Number(new URL(urlOf(told)).port) });
});

test('its parent takes it offline and online, reads its ledger, and stops it', async () => {
  const { child, next, ask } = start();
  const url = urlOf(await next());
  await fetch(`${url}/inbox/a`, { method: 'POST', headers: { 'Idempotency-Key': 'k' } });
  expect(await ask({ type: 'offline' })).toEqual({ type: 'offline' });
  await expect(fetch(`${url}/health`)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  expect(await ask({ type: 'online' })).toEqual({ type: 'listening', url });
  expect((await fetch(`${url}/health`)).status).toBe(200);
  expect(await ask({ type: 'ledger' })).toMatchObject({
    type: 'ledger',
    ledger: { entries: [{ key: 'k', verdict: 'applied' }], effects: [{ key: 'k' }] },
  });
  const exited = once(child, 'exit');
  child.send({ type: 'stop' } satisfies ToPractice);
  expect(await exited).toEqual([0, null]);
});

test('its parent ends all access tokens, and lets the token endpoint misbehave', async () => {
  const { next, ask } = start('--token-life', '60', '--no-rotation');
  const url = urlOf(await next());
  const post = (path: string, body: object) =>
    fetch(url + path, { method: 'POST', body: JSON.stringify(body) });
  const login = await post('/login', { user: 'ada', password: 'practice' });
  const tokens = (await login.json()) as { refreshToken: string; expiresIn: number };
  expect(tokens.expiresIn).toBe(60);
  expect(await ask({ type: 'expireTokens' })).toEqual({ type: 'tokensExpired', tokens: 1 });
  await ask({ type: 'tokenNonsense', nonsense: '500', times: 1 });
  expect((await post('/refresh', tokens)).status).toBe(500);
  expect(await (await post('/refresh', tokens)).json()).toMatchObject({ refreshToken: null });
});

test.each(['SIGTERM', 'SIGINT', 'disconnect'] as const)('it ends with %s', async (reason) => {
  const { child, next, ask } = start();
  const url = urlOf(await next());
  const open = fetch(`${url}/inbox/a?delay=60000`, { method: 'POST' }).catch(() => 'cut');
  const atWork = async () => {
    const told = await ask({ type: 'ledger' });
    return told.type === 'ledger' && told.ledger.entries.map(({ complete }) => complete);
  };
  await expect.poll(atWork).toEqual([true]);
  const exited = once(child, 'exit');
  if (reason === 'disconnect') child.disconnect();
  else child.kill(reason);
  expect(await exited).toEqual([0, null]);
  expect(await open).toBe('cut');
});

test('a taken port and an unknown option end it with an error', async () => {
  const { next } = start();
  const { port } = new URL(urlOf(await next()));
  for (const args of [['--port', port], ['--nonsense']]) {
    const second = fork(entry, args, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    children.push(second);
    const [code]: unknown[] = await once(second, 'exit');
    expect(code).toBe(1);
  }
});

test.runIf(process.platform === 'linux')(
  'a large upload is hashed as it passes, and not held in memory',
  async () => {
    const { child, next } = start();
    const url = urlOf(await next());
    const piece = Buffer.alloc(1024 * 1024, 'x');
    async function* body(boundary: string, pieces: number) {
      yield Buffer.from(
        `--${boundary}\r\nContent-Disposition: form-data; name=""; filename="a"\r\n\r\n`,
      );
      for (let n = 0; n < pieces; n++) yield piece;
      yield Buffer.from(`\r\n--${boundary}--\r\n`);
    }
    const upload = async (pieces: number): Promise<unknown> => {
      const response = await fetch(`${url}/inbox/a`, {
        method: 'POST',
        headers: { 'Content-Type': 'multipart/form-data; boundary=b' },
        body: body('b', pieces),
        duplex: 'half',
      });
      return response.json();
    };
    const mostMemory = () =>
      Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]);

    // What is let go is collected late: the first upload brings the process to its working size.
    await upload(64);
    const before = mostMemory();
    const hash = createHash('sha256');
    for (let n = 0; n < 256; n++) hash.update(piece);
    expect(await upload(256)).toMatchObject({
      received: { files: [{ field: '', size: 256 * piece.length, sha256: hash.digest('hex') }] },
    });
    expect(mostMemory() - before).toBeLessThan(64 * 1024);
  },
);
