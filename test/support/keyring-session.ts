import { execFile, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { loadKeytar } from '../../electron/adapters/secrets/keytar.ts';
import { loadNapiKeyring } from '../../electron/adapters/secrets/napi-keyring.ts';
import type { KillPoint } from './mortal-broker.ts';

const user = fileURLToPath(new URL('keyring-user.ts', import.meta.url));
const broker = fileURLToPath(new URL('mortal-broker.ts', import.meta.url));
const preflight = fileURLToPath(new URL('../../electron/headless/preflight.mjs', import.meta.url));
const isThere = (command: string): boolean =>
  spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0;

export const hasKeyring =
  process.platform === 'linux' && isThere('dbus-run-session') && isThere('gnome-keyring-daemon');

export const LIBRARIES = ['keytar', 'napi-keyring'] as const;

export async function hasLibrary(library: (typeof LIBRARIES)[number]): Promise<boolean> {
  const load = library === 'keytar' ? loadKeytar : loadNapiKeyring;
  return (await load('test')) !== null;
}

/**
 * A call of `keyring-user.ts`, a run of `mortal-broker.ts` to its end or its kill, a command of `outtray`, which also
 * answers its exit code, or what a person does to the keyring.
 */
export type Step =
  | readonly [library: string, call: string, ...rest: string[]]
  | { readonly broker: readonly [tokenUrl: string, library: string]; readonly dies?: KillPoint }
  | { readonly outtray: readonly string[]; readonly stdin?: string }
  | 'lock'
  | 'unlock';

const LOCK =
  'dbus-send --session --print-reply --dest=org.freedesktop.secrets /org/freedesktop/secrets ' +
  'org.freedesktop.Secret.Service.Lock array:objpath:/org/freedesktop/secrets/collection/login >/dev/null';

/** An empty password would open a graphical prompt; a daemon that runs takes none, and makes room for one that does. */
const UNLOCK =
  'printf secret | gnome-keyring-daemon --replace --unlock --components=secrets >/dev/null 2>&1';

function lineOf(step: Step): string {
  if (step === 'lock') return LOCK;
  if (step === 'unlock') return UNLOCK;
  if ('outtray' in step) {
    const { outtray, stdin = '' } = step;
    return `{ printf %s ${quoted(stdin)} | ${command(preflight, outtray)}; echo $?; }`;
  }
  if (!('broker' in step)) return command(user, step);
  if (step.dies === undefined) return command(broker, step.broker);
  return `{ ${command(broker, [...step.broker, step.dies])}; [ $? = ${KILLED} ]; }`;
}

/** What a shell says of a process that SIGKILL ended. */
const KILLED = 137;

const command = (file: string, args: readonly string[]): string =>
  [process.execPath, file, ...args].map(quoted).join(' ');

const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

/**
 * Takes the steps one after the other, each in a process of its own, in a desktop session with an unlocked
 * keyring under `home`, or without any session; answers what each call printed. Everything ends with the session.
 */
export async function inKeyringSession(
  steps: readonly Step[],
  where: { readonly home: string; readonly session: boolean },
): Promise<readonly unknown[]> {
  const script = [...(where.session ? [UNLOCK] : []), ...steps.map(lineOf)].join(' && ');
  const { DBUS_SESSION_BUS_ADDRESS: _bus, DISPLAY: _display, ...env } = process.env;
  const { stdout } = await promisify(execFile)(
    where.session ? 'dbus-run-session' : 'bash',
    where.session ? ['--', 'bash', '-c', script] : ['-c', script],
    { env: { ...env, HOME: where.home, XDG_RUNTIME_DIR: where.home }, timeout: 50_000 },
  );
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));
}
