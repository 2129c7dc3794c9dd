import type { Source } from '../../../../shared/outbox/item.ts';

/** A source as one text, for unique and scoped keys: `window`, `cli` or `app:NAME`. */
export function sourceKey(source: Source): string {
  return source.kind === 'app' ? `app:${source.app}` : source.kind;
}

export function parseSource(text: unknown): Source | undefined {
  if (text === 'window' || text === 'cli') return { kind: text };
  if (typeof text !== 'string' || !text.startsWith('app:') || text.length === 4) return undefined;
  return { kind: 'app', app: text.slice(4) };
}

export const asFlag = (value: boolean): number => (value ? 1 : 0);
