import type { BlobLike, FileToken } from '../../shared/contracts/app-bridge.ts';
import type { OutboxError } from '../../shared/contracts/errors.ts';
import type { Result } from '../../shared/lang/result.ts';

export interface Brought {
  /** What was given, with every file in it as a token. */
  readonly value: unknown;
  /** Tokens of files that were brought for it. */
  readonly uploads: readonly string[];
  readonly failed: OutboxError | null;
}

type Bring = (filename: string, blob: BlobLike) => Promise<Result<FileToken, OutboxError>>;

/**
 * Uploads the files that stand in requests, wherever they stand, one after the other. Everything else stays as it is:
 * what it means is checked where it arrives.
 */
export async function brought(given: unknown, bring: Bring): Promise<Brought> {
  const uploads: string[] = [];
  let failed: OutboxError | null = null;

  async function walk(value: unknown, depth: number): Promise<unknown> {
    if (failed !== null || typeof value !== 'object' || value === null || depth > MOST_DEEP)
      return value;
    const file = fileOf(value);
    if (file !== null) {
      const token = await bring(file.filename, file.blob);
      if (!token.ok) {
        failed = token.error;
        return null;
      }
      uploads.push(token.value.upload);
      return { upload: token.value.upload };
    }
    if (Array.isArray(value)) {
      const all: unknown[] = [];
      for (const one of value) all.push(await walk(one, depth + 1));
      return all;
    }
    if (!isPlain(value)) return value;
    const entries: [string, unknown][] = [];
    for (const [name, one] of Object.entries(value))
      entries.push([name, TEXTS.has(name) ? one : await walk(one, depth + 1)]);
    return Object.fromEntries(withType(value, entries));
  }

  const value = await walk(given, 0);
  return { value, uploads, failed };
}

/** Where a body says what it says: no files are there, however much there is. */
const TEXTS: ReadonlySet<string> = new Set(['value', 'payload']);

/** A request in a list of requests has its files in the parts of its body. */
const MOST_DEEP = 8;

interface Found {
  readonly filename: string;
  readonly blob: BlobLike;
}

function fileOf(value: object): Found | null {
  if (value instanceof Blob) {
    const { name } = value as { name?: unknown };
    return { filename: typeof name === 'string' ? name : '', blob: value };
  }
  if (value instanceof ArrayBuffer) return { filename: '', blob: new Blob([value]) };
  return value instanceof Uint8Array
    ? { filename: '', blob: new Blob([new Uint8Array(value)]) }
    : null;
}

/** A file's own type counts where its part says none. */
function withType(
  value: object,
  entries: readonly (readonly [string, unknown])[],
): readonly (readonly [string, unknown])[] {
  const file = 'file' in value ? value.file : null;
  const known = 'contentType' in value && value.contentType !== undefined;
  return file instanceof Blob && file.type !== '' && !known
    ? [...entries, ['contentType', file.type]]
    : entries;
}

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};
