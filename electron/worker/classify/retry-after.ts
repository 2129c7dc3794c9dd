import type { Header } from '../../../shared/outbox/request.ts';
import { headerValue } from './header-value.ts';

export const DAY_MS = 24 * 60 * 60 * 1000;

const DAY = '(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?';
const TIME = String.raw`\d{2}:\d{2}:\d{2}`;

/** The three forms of an HTTP-date (RFC 9110 §5.6.7). `Date.parse` alone would take much more for a date. */
const HTTP_DATE = [
  new RegExp(String.raw`^${DAY}, \d{2} [A-Z][a-z]{2} \d{4} ${TIME} GMT$`),
  new RegExp(String.raw`^${DAY}, \d{2}-[A-Z][a-z]{2}-\d{2} ${TIME} GMT$`),
  new RegExp(String.raw`^${DAY} [A-Z][a-z]{2} [ \d]\d ${TIME} \d{4}$`),
];

/**
 * How long the server asks us to wait, in milliseconds from the moment of its answer (RFC 9110 §10.2.3):
 * whole seconds or an HTTP-date. A date is measured against the `Date` of the same response, so that
 * neither clock needs to be right. Clamped to 0..24 h, also where a server counts below nought; null when absent or
 * not understood.
 */
export function retryAfterMs(headers: readonly Header[], receivedAt: number): number | null {
  const value = headerValue(headers, 'retry-after')?.trim();
  if (value === undefined) return null;
  if (/^-?\d+$/.test(value)) return clamp(Number(value) * 1000);
  const until = httpDate(value);
  if (until === null) return null;
  const sentAt = httpDate(headerValue(headers, 'date')?.trim() ?? '');
  return clamp(until - (sentAt ?? receivedAt));
}

function httpDate(value: string): number | null {
  if (!HTTP_DATE.some((form) => form.test(value))) return null;
  const time = Date.parse(value.endsWith('GMT') ? value : `${value} GMT`);
  return Number.isNaN(time) ? null : time;
}

const clamp = (ms: number): number => Math.min(Math.max(ms, 0), DAY_MS);
