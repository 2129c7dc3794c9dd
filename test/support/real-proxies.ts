import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { tempFolder } from './temp-folder.ts';

export interface RealProxy {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Host and port. */
  readonly name: string;
  readonly logFile: string;
  /** What it wrote down of requests, so far. */
  log(): string;
  stop(): Promise<void>;
}

/** Who may use a proxy; nobody is asked who they are without it. */
export interface Person {
  readonly user: string;
  readonly password: string;
}

/** Where Debian puts it; also where a user's PATH does not have it. */
const found = (program: string): string | null =>
  ['/usr/bin', '/usr/sbin'].map((folder) => join(folder, program)).find(existsSync) ?? null;

const NCSA = '/usr/lib/squid/basic_ncsa_auth';

export const hasTinyproxy = (): boolean => found('tinyproxy') !== null;
export const hasSquid = (): boolean => found('squid') !== null && existsSync(NCSA);

/** Ended when the test is over. */
export async function tinyproxy(person?: Person): Promise<RealProxy> {
  const folder = sharedFolder();
  const log = join(folder, 'log');
  return started(log, (port) => {
    const config = join(folder, 'tinyproxy.conf');
    const lines = [
      `Port ${port}`,
      'Listen 127.0.0.1',
      'Allow 127.0.0.1',
      'LogLevel Connect',
      `LogFile "${log}"`,
      ...(person === undefined ? [] : [`BasicAuth ${person.user} ${person.password}`]),
    ];
    writeFileSync(config, `${lines.join('\n')}\n`);
    return spawn(found('tinyproxy') ?? '', ['-d', '-c', config], { stdio: 'ignore' });
  });
}

/** Ended when the test is over. It caches nothing and asks for names only once. */
export async function squid(
  person?: Person,
  rules: readonly string[] = [],
  format = 'squid',
): Promise<RealProxy> {
  const folder = sharedFolder();
  const log = join(folder, 'access.log');
  return started(log, (port) => {
    const config = join(folder, 'squid.conf');
    const passwords = join(folder, 'passwords');
    if (person !== undefined) writeFileSync(passwords, `${person.user}:${apr1(person.password)}\n`);
    const lines = [
      `http_port 127.0.0.1:${port}`,
      `pid_filename ${join(folder, 'pid')}`,
      ...rules,
      `access_log stdio:${log} ${format}`,
      `cache_log ${join(folder, 'cache.log')}`,
      'cache deny all',
      'cache_mem 8 MB',
      'visible_hostname squid.test',
      'shutdown_lifetime 0 seconds',
      'connect_timeout 2 seconds',
      'dns_nameservers 127.0.0.1',
      'dns_timeout 1 second',
      'pinger_enable off',
      ...(person === undefined
        ? ['http_access allow all']
        : [
            `auth_param basic program ${NCSA} ${passwords}`,
            'auth_param basic realm Company',
            'acl known proxy_auth REQUIRED',
            'http_access allow known',
            'http_access deny all',
          ]),
    ];
    writeFileSync(config, `${lines.join('\n')}\n`);
    return spawn(found('squid') ?? '', ['-N', '-f', config], { cwd: folder, stdio: 'ignore' });
  });
}

/** Both give root's rights up, and write as somebody else. */
function sharedFolder(): string {
  const folder = join(tempFolder(), 'proxy');
  mkdirSync(folder);
  chmodSync(join(folder, '..'), 0o755);
  chmodSync(folder, 0o777);
  return folder;
}

const apr1 = (password: string): string =>
  execFileSync('openssl', ['passwd', '-apr1', '-stdin'], {
    input: password,
    encoding: 'utf8',
  }).trim();

/** A port that is free now may be somebody else's a moment later: then another one is tried. */
async function started(log: string, start: (port: number) => ChildProcess): Promise<RealProxy> {
  for (let tries = 0; tries < 5; tries += 1) {
    const port = 20_000 + Math.floor(Math.random() * 20_000);
    const child = start(port);
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    const stop = (): Promise<void> => {
      child.kill('SIGTERM');
      return ended;
    };
    onTestFinished(stop);
    if (await listens(port, child)) {
      const name = `127.0.0.1:${port}`;
      return {
        url: `http://${name}`,
        name,
        logFile: log,
        log: () => readFileSync(log, 'utf8'),
        stop,
      };
    }
    await stop();
  }
  throw new Error('the proxy did not start');
}

/** False when it ended before that. */
async function listens(port: number, child: ChildProcess): Promise<boolean> {
  while (child.exitCode === null && child.signalCode === null) {
    const isThere = await new Promise<boolean>((resolve) => {
      const socket = connect({ host: '127.0.0.1', port });
      socket.once('connect', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => resolve(false));
    });
    if (isThere) return true;
    // None of them says that it listens.
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return false;
}
