const LONGEST_MS = 24 * 3_600_000;

/**
 * How long the server asks us to wait, in milliseconds (RFC 9110 section 10.2.3): seconds, or a date, which is
 * measured against the `Date` of the same answer. At most a day; null when there is nothing to understand.
 */
export function retryAfterMs(
  value: string | null,
  date: string | null,
  receivedAt: number,
): number | null {
  const text = value?.trim() ?? '';
  if (/^\d{1,15}$/.test(text)) return Math.min(Number(text) * 1_000, LONGEST_MS);
  const until = text.endsWith('GMT') ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(until)) return null;
  const sentAt = Date.parse(date ?? '');
  return Math.min(Math.max(until - (Number.isNaN(sentAt) ? receivedAt : sentAt), 0), LONGEST_MS);
}
