import { atPointer } from '../../../shared/lang/json-pointer.ts';
import type { CredentialTrouble, IdentityCheck, Person } from '../../../shared/outbox/account.ts';
import type { Header } from '../../../shared/outbox/request.ts';
import type { EndpointAnswer } from './judge-answer.ts';
import { retryAfterMs } from './retry-after.ts';
import { LIMIT_MS, type TokenEndpointDeps, textOf } from './token-endpoint.ts';
import { personName, personOf } from './token-owner.ts';

export type IdentityAnswer =
  | { readonly kind: 'person'; readonly person: Person }
  | {
      readonly kind: 'trouble';
      readonly code: Extract<CredentialTrouble, `IDENTITY_${string}`>;
      readonly status: number | null;
      readonly floorMs: number | null;
    };

/** Asks once who it is that a token belongs to. Never rejects; follows no redirect: the token goes nowhere else. */
export async function askWhoItIs(
  { fetch, clock, timers }: TokenEndpointDeps,
  identity: IdentityCheck,
  credentials: readonly Header[],
): Promise<IdentityAnswer> {
  const control = new AbortController();
  const cancel = timers.after(LIMIT_MS, () => control.abort());
  try {
    const response = await fetch(identity.url, {
      method: 'GET',
      headers: { accept: 'application/json', ...Object.fromEntries(credentials) },
      redirect: 'manual',
      signal: control.signal,
    });
    const text = await textOf(response);
    const header = (name: string) => response.headers.get(name);
    return judgeIdentity(identity, {
      status: response.status,
      header,
      text,
      receivedAt: clock.now(),
    });
  } catch {
    return trouble('IDENTITY_UNREACHABLE');
  } finally {
    cancel();
  }
}

/** What an answer of an identity check means. Only a text or a whole number in its place is somebody. */
export function judgeIdentity(identity: IdentityCheck, answer: EndpointAnswer): IdentityAnswer {
  const { status, text, header, receivedAt } = answer;
  if (status === 408 || status === 429 || status >= 500)
    return trouble(
      'IDENTITY_BUSY',
      status,
      retryAfterMs(header('retry-after'), header('date'), receivedAt),
    );
  if (status === 401 || status === 403) return trouble('IDENTITY_REFUSED', status);
  if (status < 200 || status > 299) return trouble('IDENTITY_NONSENSE', status);
  const document = parsed(text);
  const id = idOf(atPointer(document, identity.subject));
  if (id === null) return trouble('IDENTITY_NONSENSE', status);
  const name = identity.name === null ? null : personName(atPointer(document, identity.name));
  return { kind: 'person', person: personOf(new URL(identity.url).origin, id, name) };
}

const MOST = 1_000;

/** `7` and `"7"` are two people; an empty text, or `null`, is nobody. */
function idOf(value: unknown): string | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : null;
  if (typeof value !== 'string' || value.length > MOST || value.trim() === '') return null;
  return JSON.stringify(value);
}

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

const trouble = (
  code: Extract<IdentityAnswer, { readonly kind: 'trouble' }>['code'],
  status: number | null = null,
  floorMs: number | null = null,
): IdentityAnswer => ({ kind: 'trouble', code, status, floorMs });
