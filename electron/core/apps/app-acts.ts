import { isCovered } from '../../../shared/apps/targets.ts';
import { type OutboxError, outboxError } from '../../../shared/contracts/errors.ts';
import type { Job } from '../../../shared/contracts/worker-protocol.ts';
import type { Item, Source } from '../../../shared/outbox/item.ts';
import type { CarryOutOptions, Command } from '../commands.ts';
import { type Apps, grantOf } from './app-book.ts';

/** What an app may do with its own items. Sending one again takes a grant that still covers it. */
export function appMay(
  apps: Pick<Apps, 'find'>,
  source: Source,
  command: Command,
): CarryOutOptions {
  if (command.kind !== 'retry') return {};
  const granted = grantOf(apps, source);
  const targets = granted.ok ? (granted.value?.targets ?? []) : [];
  return { permits: ({ method, url }) => isCovered(targets, method, url) };
}

/** Whether whoever added an item may send what it has become since, by values that were filled in. */
export function covers(
  apps: Pick<Apps, 'find'>,
  source: Source,
  { method, url, bodyBytes }: Pick<Item, 'method' | 'url' | 'bodyBytes'>,
): boolean {
  const granted = grantOf(apps, source);
  if (!granted.ok || granted.value === null) return granted.ok;
  const { targets, bodyBytes: most } = granted.value;
  return isCovered(targets, method, url) && bodyBytes <= most;
}

/** Where an item of that source may be sent now: what an app was granted when it added it is not asked. */
export function reachOf(apps: Pick<Apps, 'find'>, source: Source): Job['reach'] {
  if (source.kind !== 'app') return 'anywhere';
  return apps.find(source.app)?.grant.privateNetwork === true ? 'anywhere' : 'public';
}

/** Why a caller may not sign that account in; null: it may. */
export function refusedTokens(
  apps: Pick<Apps, 'find'>,
  source: Source,
  account: string,
): OutboxError | null {
  const granted = grantOf(apps, source);
  if (!granted.ok) return granted.error;
  const grant = granted.value;
  return grant === null || (grant.setTokens && grant.accounts.includes(account))
    ? null
    : outboxError('TOKENS_NOT_GRANTED', { account });
}
