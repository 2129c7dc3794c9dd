import { chmodSync, existsSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { connectToHost } from '../../../electron/adapters/control-socket/connect-to-host.ts';
import { newNonce, proofOf } from '../../../electron/adapters/control-socket/proof.ts';
import { CONTROL_PROTOCOL } from '../../../shared/contracts/control-protocol.ts';
import { realHost } from '../../support/real-host.ts';
import { spawnSource } from '../../support/spawned.ts';
import {
  changeHostFile,
  hostFileOf,
  listeningHost,
  profile,
  reached,
  stranger,
} from './control-tools.ts';

const hello = (protocol = CONTROL_PROTOCOL) => ({ type: 'hello', protocol, nonce: newNonce() });

function frame(message: object): Buffer {
  const json = Buffer.from(JSON.stringify(message));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(json.length);
  return Buffer.concat([length, json]);
}

/** Somebody else who listens in the host's own folder; answers its socket. */
async function impostor(home: string, meet: (client: Socket) => void): Promise<string> {
  const socket = join(dirname(hostFileOf(home).socket), 'other.sock');
  const server = createServer(meet);
  await new Promise<void>((resolve) => void server.listen(socket, resolve));
  onTestFinished(() => void server.close());
  return socket;
}

describe('a client', () => {
  test('that does not know the nonce is refused, and told so', async () => {
    const { home } = profile();
    await listeningHost(home);
    const client = await stranger(home);
    const said = hello();
    client.say(said);
    const challenge = await client.hear();
    const nonces = { clientNonce: said.nonce, hostNonce: String(challenge?.['nonce']) };
    client.say({ type: 'proof', proof: proofOf('client', newNonce(), nonces) });
    expect(await client.hear()).toMatchObject({ type: 'refused', reason: 'proof' });
    client.say({ type: 'call', id: 1, name: 'stats', input: {} });
    expect(await client.hear()).toBeNull();
  });

  test("cannot use the host's own proof as its proof", async () => {
    const { home } = profile();
    await listeningHost(home);
    const client = await stranger(home);
    client.say(hello());
    const challenge = await client.hear();
    client.say({ type: 'proof', proof: challenge?.['proof'] });
    expect(await client.hear()).toMatchObject({ type: 'refused', reason: 'proof' });
  });

  test('that calls before it has proved anything gets no answer', async () => {
    const { home } = profile();
    await listeningHost(home);
    const client = await stranger(home);
    client.say({ type: 'call', id: 1, name: 'stats', input: {} });
    expect(await client.hear()).toBeNull();
  });

  test('of another version is refused with both versions', async () => {
    const { home } = profile();
    await listeningHost(home);
    const client = await stranger(home);
    client.say({ ...hello(CONTROL_PROTOCOL + 1), more: 'to say' });
    expect(await client.hear()).toMatchObject({
      type: 'refused',
      reason: 'protocol',
      protocol: CONTROL_PROTOCOL,
    });
  });

  test('is not asked to keep a secret on the wire: the nonce never travels', async () => {
    const { home } = profile();
    await listeningHost(home);
    const client = await stranger(home);
    let heard = '';
    client.socket.on('data', (chunk: Buffer) => (heard += chunk.toString()));
    client.say(hello());
    await client.hear();
    expect(heard).toContain('challenge');
    expect(heard).not.toContain(hostFileOf(home).nonce);
  });

  test.for([
    ['a frame over the limit', Buffer.from([0x7f, 0xff, 0xff, 0xff])],
    ['no frame at all', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
    ['no JSON', Buffer.from([0, 0, 0, 2, 0x7b, 0x7b])],
  ] as const)('that sends %s is hung up on, and the others go on', async ([, bytes]) => {
    const { home } = profile();
    await listeningHost(home);
    const other = await reached(home);
    const client = await stranger(home);
    client.socket.write(bytes);
    expect(await client.hear()).toBeNull();
    expect(await other.call('stats', {}, { kind: 'cli' })).toMatchObject({ ok: true });
  });
});

describe('a host', () => {
  test('that does not know the nonce is not told anything, and named as not trusted', async () => {
    const { home } = profile();
    await listeningHost(home);
    changeHostFile(home, { nonce: newNonce() });
    expect(await connectToHost(home)).toMatchObject({ error: { code: 'HOST_NOT_TRUSTED' } });
  });

  test('that has proved nothing gets no proof from a client', async () => {
    const { home } = profile();
    await listeningHost(home);
    const heard: Buffer[] = [];
    const socket = await impostor(home, (client) => {
      client.on('data', (chunk: Buffer) => heard.push(chunk));
      client.once('data', () =>
        client.write(
          frame({ type: 'challenge', protocol: CONTROL_PROTOCOL, nonce: newNonce(), proof: 'x' }),
        ),
      );
    });
    changeHostFile(home, { socket });
    expect(await connectToHost(home)).toMatchObject({ error: { code: 'HOST_NOT_TRUSTED' } });
    expect(Buffer.concat(heard).toString()).toContain('hello');
    expect(Buffer.concat(heard).toString()).not.toContain('proof');
  });

  test('of another version is named as such', async () => {
    const { home } = profile();
    await listeningHost(home);
    const socket = await impostor(home, (client) => {
      client.write(frame({ type: 'refused', protocol: 9, reason: 'protocol', hint: 'new' }));
    });
    changeHostFile(home, { socket });
    expect(await connectToHost(home)).toMatchObject({
      error: { code: 'HOST_OTHER_VERSION', params: { host: 9, own: CONTROL_PROTOCOL } },
    });
  });

  test('that was killed is none: its socket and file lie there, and the next one replaces them', async () => {
    const { home, runtime } = profile();
    const child = spawnSource('electron/headless/preflight.mjs', ['serve', '--home', home], {
      XDG_RUNTIME_DIR: runtime,
    });
    await child.printed('Sending from');
    const { socket, nonce } = hostFileOf(home);
    child.child.kill('SIGKILL');
    await child.ended;
    expect(existsSync(socket)).toBe(true);
    expect(await connectToHost(home)).toEqual({ ok: true, value: null });
    await listeningHost(home);
    expect(hostFileOf(home).nonce).not.toBe(nonce);
    expect((await reached(home)).pid).toBe(process.pid);
  });
});

describe.skipIf(process.platform === 'win32')('the folder of the socket', () => {
  test('is for its owner alone, and so is host.json', async () => {
    const { home } = profile();
    await listeningHost(home);
    expect(statSync(dirname(hostFileOf(home).socket)).mode & 0o777).toBe(0o700);
    expect(statSync(join(home, 'host.json')).mode & 0o777).toBe(0o600);
  });

  test.for([
    [
      'open to others',
      (folder: string) => {
        mkdirSync(folder);
        chmodSync(folder, 0o755);
      },
    ],
    [
      'a link to somewhere else',
      (folder: string) => {
        mkdirSync(`${folder}-real`, { mode: 0o700 });
        symlinkSync(`${folder}-real`, folder);
      },
    ],
    ['a file', (folder: string) => writeFileSync(folder, '')],
  ] as const)('that is %s is not used by a host', async ([, make]) => {
    const { home, runtime } = profile();
    make(join(runtime, 'outtray'));
    const host = await realHost(home);
    expect(await host.listen()).toMatchObject({ error: { code: 'SOCKET_UNUSABLE' } });
    expect(existsSync(join(home, 'host.json'))).toBe(false);
  });

  test('that others could write to is not used by a client', async () => {
    const { home } = profile();
    await listeningHost(home);
    chmodSync(dirname(hostFileOf(home).socket), 0o777);
    expect(await connectToHost(home)).toMatchObject({ error: { code: 'SOCKET_UNUSABLE' } });
  });

  test('has another place where the name would be too long for a socket', async () => {
    const { home, runtime } = profile();
    const long = join(runtime, 'x'.repeat(100));
    mkdirSync(long);
    process.env['XDG_RUNTIME_DIR'] = long;
    await listeningHost(home);
    expect(hostFileOf(home).socket.length).toBeLessThanOrEqual(103);
    // The client is told by the file, so its own surroundings do not matter.
    process.env['XDG_RUNTIME_DIR'] = '/nowhere';
    await reached(home);
  });

  test('a host.json that others could read is not believed', async () => {
    const { home } = profile();
    await listeningHost(home);
    chmodSync(join(home, 'host.json'), 0o644);
    expect(await connectToHost(home)).toEqual({ ok: true, value: null });
  });
});
