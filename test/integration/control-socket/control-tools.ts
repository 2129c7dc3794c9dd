import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { connectToHost } from '../../../electron/adapters/control-socket/connect-to-host.ts';
import { newNonce, proofOf } from '../../../electron/adapters/control-socket/proof.ts';
import type { Host } from '../../../electron/headless/host.ts';
import {
  CONTROL_PROTOCOL,
  type HostFile,
  type RemoteHost,
} from '../../../shared/contracts/control-protocol.ts';
import { realHost } from '../../support/real-host.ts';
import { tempFolder } from '../../support/temp-folder.ts';

/** A profile folder, and a runtime folder of the test's own for its socket. */
export function profile(): { readonly home: string; readonly runtime: string } {
  const folder = tempFolder();
  const runtime = join(folder, 'run');
  const home = join(folder, 'home');
  mkdirSync(runtime, { mode: 0o700 });
  mkdirSync(home, { mode: 0o700 });
  vi.stubEnv('XDG_RUNTIME_DIR', runtime);
  onTestFinished(() => void vi.unstubAllEnvs());
  return { home, runtime };
}

/** A real host that listens. */
export async function listeningHost(home: string): Promise<Host> {
  const host = await realHost(home);
  const listening = await host.listen();
  if (!listening.ok) throw new Error(JSON.stringify(listening.error));
  return host;
}

/** The same host as a client sees it. */
export async function reached(home: string): Promise<RemoteHost> {
  const remote = await connectToHost(home);
  if (!remote.ok || remote.value === null) throw new Error(JSON.stringify(remote));
  onTestFinished(() => remote.value?.close());
  return remote.value;
}

export const hostFileOf = (home: string): HostFile =>
  JSON.parse(readFileSync(join(home, 'host.json'), 'utf8')) as HostFile;

/** Writes `host.json` as an owner would, with something in it changed. */
export function changeHostFile(home: string, change: Partial<HostFile>): void {
  writeFileSync(join(home, 'host.json'), JSON.stringify({ ...hostFileOf(home), ...change }), {
    mode: 0o600,
  });
}

/** Somebody on the socket who need not follow the protocol. */
interface Stranger {
  readonly socket: Socket;
  say(message: object): void;
  /** The next message, or null when the host hangs up. */
  hear(): Promise<Record<string, unknown> | null>;
}

/** One who has said who he is. */
export async function welcomedStranger(home: string): Promise<Stranger> {
  const client = await stranger(home);
  const clientNonce = newNonce();
  client.say({ type: 'hello', protocol: CONTROL_PROTOCOL, nonce: clientNonce });
  const hostNonce = String((await client.hear())?.['nonce']);
  const proof = proofOf('client', hostFileOf(home).nonce, { clientNonce, hostNonce });
  client.say({ type: 'proof', proof });
  await client.hear();
  return client;
}

export async function stranger(home: string): Promise<Stranger> {
  const socket = connect(hostFileOf(home).socket);
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => {});
  let held = Buffer.alloc(0);
  let ended = false;
  let wake: () => void = () => {};
  socket.on('data', (chunk: Buffer) => {
    held = Buffer.concat([held, chunk]);
    wake();
  });
  socket.on('close', () => {
    ended = true;
    wake();
  });
  return {
    socket,
    say(message) {
      const json = Buffer.from(JSON.stringify(message));
      const length = Buffer.alloc(4);
      length.writeUInt32BE(json.length);
      socket.write(Buffer.concat([length, json]));
    },
    async hear() {
      for (;;) {
        const length = held.length < 4 ? Number.POSITIVE_INFINITY : held.readUInt32BE();
        if (held.length >= length + 4) {
          const text = held.subarray(4, length + 4).toString();
          held = held.subarray(length + 4);
          return JSON.parse(text) as Record<string, unknown>;
        }
        if (ended) return null;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
