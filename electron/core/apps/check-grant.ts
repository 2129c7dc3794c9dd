import { isCovered } from '../../../shared/apps/targets.ts';
import type { AppUsage, Grant } from '../../../shared/contracts/app-grant.ts';
import { type OutboxError, outboxError } from '../../../shared/contracts/errors.ts';
import { PRIORITY_WORDS } from '../../../shared/outbox/priority.ts';
import type { CheckedBody, CheckedRequest } from '../check-request.ts';

export const DAY_MS = 86_400_000;

/** What of a grant counts when an item is accepted. */
export interface Limits {
  readonly accounts: readonly string[];
  readonly quota: Grant['quota'];
}

/** Why a grant does not cover a request; null: it does. Nothing of the request has been taken in yet. */
export function refusedByGrant(
  grant: Grant,
  request: CheckedRequest,
  account: string | null,
): OutboxError | null {
  const { method, url, priority } = request;
  if (!isCovered(grant.targets, method, url))
    return outboxError('TARGET_NOT_GRANTED', { method, url: url.slice(0, 200) });
  if (!grant.priorities.some((word) => PRIORITY_WORDS[word] === priority))
    return outboxError('PRIORITY_NOT_GRANTED', { granted: grant.priorities.join(', ') });
  if (account !== null && !grant.accounts.includes(account))
    return outboxError('ACCOUNT_NOT_GRANTED', { account });
  const files = filesIn(request.body);
  if (files > grant.files) return outboxError('FILES_NOT_GRANTED', { files, limit: grant.files });
  return null;
}

export const refusedForSize = (grant: Grant, bytes: number): OutboxError | null =>
  bytes > grant.bodyBytes
    ? outboxError('SIZE_NOT_GRANTED', { bytes, limit: grant.bodyBytes })
    : null;

/** Whether one more item is within the quota. */
export function refusedByQuota(quota: Grant['quota'], usage: AppUsage): OutboxError | null {
  if (usage.open >= quota.open) return outboxError('QUOTA_OPEN', { limit: quota.open });
  return usage.today >= quota.perDay ? outboxError('QUOTA_DAY', { limit: quota.perDay }) : null;
}

function filesIn(body: CheckedBody): number {
  if (body.kind === 'file') return 1;
  return body.kind === 'multipart' ? body.parts.filter((part) => part.kind === 'file').length : 0;
}
