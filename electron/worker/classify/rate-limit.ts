import type { Header } from '../../../shared/outbox/request.ts';
import { headerValue } from './header-value.ts';
import { DAY_MS } from './retry-after.ts';

/**
 * How long, in milliseconds, until a quota begins anew of which nothing is left; null where the server says nothing of
 * the kind. Read are `RateLimit: "name";r=0;t=30` (draft-ietf-httpapi-ratelimit-headers-11 §4) and the fields of its
 * earlier versions, `RateLimit: remaining=0, reset=30` and `RateLimit-Remaining` with `RateLimit-Reset`. Where several
 * are used up the longest counts. `X-RateLimit-*` is not read: its reset is a time for some and a wait for others. All
 * this is only a hint: more than 24 h is taken for such a time, and ignored.
 */
export function quotaResetMs(headers: readonly Header[]): number | null {
  const waits = quotas(headers)
    .filter(({ remaining, reset }) => remaining === 0 && reset > 0)
    .map(({ reset }) => reset * 1000)
    .filter((ms) => ms <= DAY_MS);
  return waits.length === 0 ? null : Math.max(...waits);
}

interface Quota {
  readonly remaining: number;
  /** Seconds. */
  readonly reset: number;
}

function quotas(headers: readonly Header[]): readonly Quota[] {
  const fields = headers.filter(([name]) => name.toLowerCase() === 'ratelimit');
  return [
    {
      remaining: whole(headerValue(headers, 'ratelimit-remaining')),
      reset: whole(headerValue(headers, 'ratelimit-reset')),
    },
    ...fields.flatMap(([, value]) => [
      quotaOf(value.split(/[,;]/), 'remaining', 'reset'),
      ...value.split(',').map((quota) => quotaOf(quota.split(';'), 'r', 't')),
    ]),
  ];
}

function quotaOf(members: readonly string[], remaining: string, reset: string): Quota {
  const of = (name: string): number => {
    const member = members.map((one) => one.trim()).find((one) => one.startsWith(`${name}=`));
    return whole(member?.slice(name.length + 1) ?? null);
  };
  return { remaining: of(remaining), reset: of(reset) };
}

const whole = (text: string | null): number =>
  text !== null && /^\d{1,15}$/.test(text.trim()) ? Number(text) : Number.NaN;
