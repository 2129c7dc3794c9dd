import { ok } from '../../../shared/lang/result.ts';
import type { AccountSecrets } from '../../core/ports/secret-store.ts';
import type { Place } from './place.ts';

/** Memory: what is kept here is gone when the process ends. */
export function createSessionPlace(): Place {
  const kept = new Map<string, AccountSecrets>();
  return {
    async get(account) {
      const secrets = kept.get(account);
      return secrets === undefined
        ? { kind: 'missing' }
        : { kind: 'found', secrets, keptBy: 'session' };
    },
    async set(account, secrets) {
      kept.set(account, secrets);
      return ok(null);
    },
    async delete(account) {
      kept.delete(account);
      return ok(null);
    },
  };
}
