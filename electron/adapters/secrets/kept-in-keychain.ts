import { assertNever } from '../../../shared/lang/assert-never.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import type { AccountSecrets, SecretsUnavailable } from '../../core/ports/secret-store.ts';
import type { Timers } from '../../core/ports/timers.ts';
import type { Keychain } from './keychain.ts';
import { type CallFailure, oneAtATime } from './one-at-a-time.ts';
import { type Place, unavailable } from './place.ts';
import { readSecretText, secretText } from './secret-text.ts';

/** A prompt may stand open for minutes; nobody waits that long for an answer. */
export const KEYCHAIN_LIMIT_MS = 5_000;

/** No account can have this name (`accountInput`), so the probe's item is nobody's. */
const CANARY = 'outtray probe';

export interface KeychainPlace extends Place {
  /** Writes, reads and deletes an item of its own: the only way to tell a locked keychain from an empty one. */
  probe(): Promise<Result<null, SecretsUnavailable>>;
}

export function createKeychainPlace(
  keychain: Keychain,
  { timers, newCanary }: { readonly timers: Timers; readonly newCanary: () => string },
): KeychainPlace {
  const call = oneAtATime({ timers, limitMs: KEYCHAIN_LIMIT_MS });

  async function ask<T>(work: () => Promise<T>): Promise<Result<T, SecretsUnavailable>> {
    const answer = await call(work);
    return answer.ok ? answer : err(failure(answer.error));
  }

  async function write(account: string, text: string): Promise<Result<null, SecretsUnavailable>> {
    const written = await ask(() => keychain.write(account, text));
    if (!written.ok) return err(without(text, written.error));
    const back = await ask(() => keychain.read(account));
    if (!back.ok) return back;
    return back.value === text
      ? ok(null)
      : err(unavailable('KEYCHAIN_FAILED', 'it does not give back what was written'));
  }

  let probing: Promise<Result<null, SecretsUnavailable>> | null = null;

  /** One at a time: two would find each other's canary. */
  const probe = (): Promise<Result<null, SecretsUnavailable>> => {
    probing ??= writeReadRemove().finally(() => {
      probing = null;
    });
    return probing;
  };

  async function writeReadRemove(): Promise<Result<null, SecretsUnavailable>> {
    const written = await write(CANARY, newCanary());
    if (!written.ok) return written;
    const removed = await ask(() => keychain.remove(CANARY));
    if (!removed.ok) return removed;
    return removed.value ? ok(null) : err(unavailable('KEYCHAIN_FAILED', 'it does not delete'));
  }

  /** `null` is asked for twice: the probe between may have been what made a person unlock the keychain. */
  async function read(account: string): Promise<Result<string | null, SecretsUnavailable>> {
    const first = await ask(() => keychain.read(account));
    if (!first.ok || first.value !== null) return first;
    const works = await probe();
    return works.ok ? ask(() => keychain.read(account)) : works;
  }

  return {
    probe,
    async get(account) {
      const answer = await read(account);
      if (!answer.ok) return answer.error;
      if (answer.value === null) return { kind: 'missing' };
      const secrets = readSecretText(answer.value);
      return secrets === null
        ? unavailable('KEYCHAIN_DAMAGED', 'its item was not written by OutTray')
        : { kind: 'found', secrets, keptBy: keychain.keptBy };
    },
    set: (account: string, secrets: AccountSecrets) => write(account, secretText(secrets)),
    async delete(account) {
      const removed = await ask(() => keychain.remove(account));
      if (!removed.ok) return removed;
      if (removed.value) return ok(null);
      return probe();
    },
  };
}

function failure(trouble: CallFailure): SecretsUnavailable {
  switch (trouble.kind) {
    case 'late':
      return unavailable('KEYCHAIN_SLOW', `no answer within ${KEYCHAIN_LIMIT_MS / 1000} s`);
    case 'threw': {
      const { error } = trouble;
      const detail = error instanceof Error ? error.message : String(error);
      return unavailable(
        /lock|prompt|dismiss/i.test(detail) ? 'KEYCHAIN_LOCKED' : 'KEYCHAIN_FAILED',
        detail.replace(/\s+/g, ' ').slice(0, 300),
      );
    }
    default:
      return assertNever(trouble);
  }
}

/** The library's own words, unless they quote what they were given. */
const without = (secret: string, { code, detail }: SecretsUnavailable): SecretsUnavailable =>
  unavailable(code, detail.includes(secret) ? 'it could not be written' : detail);
