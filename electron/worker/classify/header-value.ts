import type { Header } from '../../../shared/outbox/request.ts';

/** The first value of a header, whatever its case; null when it is not there. */
export const headerValue = (headers: readonly Header[], name: string): string | null =>
  headers.find(([key]) => key.toLowerCase() === name)?.[1] ?? null;
