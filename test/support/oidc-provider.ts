import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { type Adapter, type AdapterPayload, Provider } from 'oidc-provider';
import type { CallInput } from '../../shared/contracts/outbox-api.ts';

/** One request at the inbox. `user` is null where it was refused. */
export interface InboxEntry {
  readonly path: string;
  readonly key: string;
  readonly user: string | null;
}

export interface OidcServer {
  readonly issuer: string;
  readonly url: string;
  readonly entries: readonly InboxEntry[];
  /** Accepted requests by their idempotency key. */
  readonly effects: ReadonlyMap<string, number>;
  readonly counts: {
    /** Codes that became tokens, and refresh tokens that became others. */
    signIns: number;
    refreshes: number;
    /** A refresh token came a second time: all that hangs on that sign-in is dead from then on. */
    reuseAlarms: number;
  };
  /** The account as one adds it. */
  readonly account: (
    name: string,
    place?: 'issuer' | 'authorizationUrl',
  ) => CallInput<'accounts.save'>;
  /** What was handed out so far is refused from now on. */
  expireTokens(): void;
  /** The next tokens are made, and what was used for them is used up, but nobody gets them. */
  loseTokensOnce(): void;
  /** The next tokens are made, and what was used for them is used up; the answer comes so much later. */
  delayTokensOnce(ms: number): void;
  /** From now on ID tokens name that person, whoever signed in; null: those who did. */
  refreshAs(user: string | null): void;
  /** Requests at the inbox get no answer until what comes back is called. */
  holdInbox(): () => void;
}

export interface StartedOidcServer extends OidcServer {
  stop(): void;
}

export interface OidcOptions {
  readonly tokenLifeS?: number;
  /** The inbox takes so long for each request. */
  readonly workMs?: number;
}

const CLIENT = 'field-app';
const HOUR = Object.fromEntries(
  ['AuthorizationCode', 'Grant', 'IdToken', 'Interaction', 'RefreshToken', 'Session'].map(
    (model) => [model, 3_600],
  ),
);

/**
 * An OAuth server that nobody here wrote, with refresh tokens that rotate and whose reuse ends a session, and an inbox
 * behind it that takes its access tokens. People sign in on its own pages, with any name.
 */
export async function startOidcServer({
  tokenLifeS = 2,
  workMs = 0,
}: OidcOptions = {}): Promise<StartedOidcServer> {
  let listener: RequestListener = () => {};
  const server = createServer((request, response) => listener(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const kept = new Map<string, AdapterPayload>();
  let nextSubject: string | null = null;
  const provider = quietly(
    () =>
      new Provider(url, {
        adapter: (model) => adapterOver(kept, model),
        clients: [
          {
            client_id: CLIENT,
            application_type: 'native',
            token_endpoint_auth_method: 'none',
            redirect_uris: ['http://127.0.0.1/callback'],
            grant_types: ['authorization_code', 'refresh_token'],
            response_types: ['code'],
          },
        ],
        cookies: { keys: ['practice'] },
        clockTolerance: 0,
        findAccount: async (_, accountId) => ({
          accountId,
          claims: async () => ({
            sub: accountId,
            name: `${accountId[0]?.toUpperCase()}${accountId.slice(1)}`,
          }),
        }),
        claims: { openid: ['sub', 'name'] },
        conformIdTokenClaims: false,
        ttl: { ...HOUR, AccessToken: tokenLifeS },
        rotateRefreshToken: true,
        issueRefreshToken: async () => true,
      }),
  );
  const counts: OidcServer['counts'] = { signIns: 0, refreshes: 0, reuseAlarms: 0 };
  provider.on('authorization_code.consumed', () => void counts.signIns++);
  provider.on('refresh_token.consumed', () => void counts.refreshes++);
  provider.on('grant.error', (_, { error_detail: detail }) => {
    if (detail === 'refresh token already used') counts.reuseAlarms++;
  });

  const entries: InboxEntry[] = [];
  const effects = new Map<string, number>();
  let held = Promise.resolve();
  async function inbox(request: IncomingMessage, response: ServerResponse): Promise<void> {
    request.resume();
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const known = await provider.AccessToken.find(token);
    const user = known?.isValid === true ? (known.accountId ?? null) : null;
    const key = String(request.headers['idempotency-key']);
    entries.push({ path: request.url ?? '', key, user });
    if (user !== null) effects.set(key, (effects.get(key) ?? 0) + 1);
    await Promise.all([held, setTimeout(workMs)]);
    response.writeHead(user === null ? 401 : 201, { 'content-type': 'application/json' }).end('{}');
  }
  const own = provider.callback();
  let isLosing = false;
  let delayMs = 0;
  listener = (request, response) => {
    if (request.url?.startsWith('/inbox') === true) return void inbox(request, response);
    if (isLosing && request.url === '/token') {
      isLosing = false;
      response.writeHead = () => response;
      response.end = () => response.destroy();
    }
    if (nextSubject !== null && request.url === '/token') renamed(response, nextSubject);
    if (delayMs > 0 && request.url === '/token') {
      const late = setTimeout(delayMs);
      delayMs = 0;
      const end = response.end.bind(response);
      response.end = (...args: unknown[]) => {
        void late.then(() => end(...(args as [])));
        return response;
      };
    }
    void own(request, response);
  };

  const forget = (model: string): void => {
    for (const key of kept.keys()) if (key.startsWith(`${model}:`)) kept.delete(key);
  };
  return {
    issuer: url,
    url,
    entries,
    effects,
    counts,
    account: (name, place = 'issuer') => ({
      name,
      origins: [url],
      auth: {
        kind: 'bearer',
        refresh: {
          kind: 'oauth2',
          tokenUrl: `${url}/token`,
          clientId: CLIENT,
          scope: 'openid offline_access',
          ...(place === 'issuer' ? { issuer: url } : { authorizationUrl: `${url}/auth` }),
        },
      },
    }),
    stop() {
      server.closeAllConnections();
      server.close();
    },
    expireTokens: () => forget('AccessToken'),
    refreshAs(user) {
      nextSubject = user;
    },
    loseTokensOnce() {
      isLosing = true;
    },
    delayTokensOnce(ms) {
      delayMs = ms;
    },
    holdInbox() {
      const { promise, resolve } = Promise.withResolvers<void>();
      held = promise;
      return resolve;
    },
  };
}

/** Its ID token names somebody else. */
function renamed(response: ServerResponse, sub: string): void {
  const end = response.end.bind(response);
  response.end = (...args: unknown[]) => {
    const answer = JSON.parse(String(args[0])) as { id_token?: string };
    const [head, payload = '', signature] = answer.id_token?.split('.') ?? [];
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as object;
    const other = Buffer.from(JSON.stringify({ ...claims, sub })).toString('base64url');
    const text = JSON.stringify({ ...answer, id_token: [head, other, signature].join('.') });
    response.setHeader('content-length', Buffer.byteLength(text));
    return end(text);
  };
}

/** Its own adapter forgets all but the last thousand entries, and with them which tokens were used. */
function adapterOver(kept: Map<string, AdapterPayload>, model: string): Adapter {
  const at = (id: string): string => `${model}:${id}`;
  const findBy = (matches: (payload: AdapterPayload) => boolean) =>
    [...kept].find(([key, payload]) => key.startsWith(`${model}:`) && matches(payload))?.[1];
  return {
    async upsert(id, payload) {
      kept.set(at(id), payload);
    },
    find: async (id) => kept.get(at(id)),
    findByUid: async (uid) => findBy((payload) => payload.uid === uid),
    findByUserCode: async (code) => findBy((payload) => payload.userCode === code),
    async consume(id) {
      const payload = kept.get(at(id));
      if (payload !== undefined) payload['consumed'] = Math.floor(Date.now() / 1_000);
    },
    async destroy(id) {
      kept.delete(at(id));
    },
    async revokeByGrantId(grantId) {
      for (const [key, payload] of kept) if (payload.grantId === grantId) kept.delete(key);
    },
  };
}

/** It says at each start that its pages and keys are for trying out only, which is what they are here for. */
function quietly<T>(make: () => T): T {
  const { info, warn } = console;
  Object.assign(console, { info: () => {}, warn: () => {} });
  try {
    return make();
  } finally {
    Object.assign(console, { info, warn });
  }
}
