import { EventEmitter } from 'node:events';
import { assertNotReady, assertReady } from './app.ts';
import { appCalls } from './screen-port.ts';
import type { WebContents } from './web-contents.ts';

type Fetch = (request: Request) => Response | Promise<Response>;
type AskPermission = (
  contents: WebContents,
  permission: string,
  answer: (granted: boolean) => void,
  details: Electron.PermissionRequest | Electron.MediaAccessPermissionRequest,
) => void;
type CheckPermission = (
  contents: WebContents | null,
  permission: string,
  origin: string,
  details: Electron.PermissionCheckHandlerHandlerDetails,
) => boolean;

/** What has been set up, for the double and for tests. */
export interface SessionSetup {
  readonly partition: string;
  readonly session: Session;
  readonly schemes: Map<string, Fetch>;
  ask: AskPermission | null;
  check: CheckPermission | null;
  device: (() => boolean) | null;
}

export const sessions = new Map<string, SessionSetup>();
export const privileged: Electron.CustomScheme[] = [];

export const setupOf = (session: Session): SessionSetup => {
  const found = [...sessions.values()].find((one) => one.session === session);
  if (found === undefined) throw new Error('a session of nobody');
  return found;
};

export class Session extends EventEmitter {
  readonly protocol = {
    handle: (scheme: string, answer: Fetch): void => {
      const { schemes } = setupOf(this);
      if (schemes.has(scheme)) throw new Error(`The scheme has been registered: ${scheme}`);
      schemes.set(scheme, answer);
    },
    isProtocolHandled: (scheme: string): boolean => setupOf(this).schemes.has(scheme),
    unhandle: (scheme: string): void => {
      setupOf(this).schemes.delete(scheme);
    },
  };

  /** No proxy is set in this system. */
  resolveProxy(_url: string): Promise<string> {
    return Promise.resolve('DIRECT');
  }

  setPermissionRequestHandler(ask: AskPermission): void {
    setupOf(this).ask = ask;
  }

  setPermissionCheckHandler(check: CheckPermission): void {
    setupOf(this).check = check;
  }

  setDevicePermissionHandler(device: () => boolean): void {
    setupOf(this).device = device;
  }
}

export type Protocol = Session['protocol'];

function fromPartition(partition: string): Session {
  assertReady('session.fromPartition');
  const known = sessions.get(partition);
  if (known !== undefined) return known.session;
  const session = new Session();
  sessions.set(partition, {
    partition,
    session,
    schemes: new Map(),
    ask: null,
    check: null,
    device: null,
  });
  return session;
}

export const session = {
  fromPartition,
  get defaultSession(): Session {
    return fromPartition('');
  },
};

export const protocol = {
  registerSchemesAsPrivileged(schemes: Electron.CustomScheme[]): void {
    assertNotReady('protocol.registerSchemesAsPrivileged');
    privileged.push(...schemes);
  },
};

appCalls.fetch = async ({ partition, url, method }) => {
  const answer = sessions.get(partition)?.schemes.get(new URL(url).protocol.slice(0, -1));
  if (answer === undefined) throw new Error(`ERR_UNKNOWN_URL_SCHEME: ${url}`);
  // Electron hands on the address as Chromium has it, which knows the scheme; undici does not, and keeps it as it is.
  const response = await answer(new Request(url, { method }));
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: new Uint8Array(await response.arrayBuffer()),
  };
};
