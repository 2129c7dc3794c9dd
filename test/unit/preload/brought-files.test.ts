import fc from 'fast-check';
import { expect, it } from 'vitest';
import { brought } from '../../../electron/preload/brought-files.ts';
import type { BlobLike } from '../../../shared/contracts/app-bridge.ts';
import { outboxError } from '../../../shared/contracts/errors.ts';
import { err, ok } from '../../../shared/lang/result.ts';

const bringer = (most = Number.POSITIVE_INFINITY) => {
  const sizes: number[] = [];
  const bring = async (_filename: string, blob: BlobLike) => {
    if (sizes.length >= most) return err(outboxError('NO_SPACE'));
    sizes.push(blob.size);
    return ok({ upload: `token-${sizes.length}` });
  };
  return { sizes, bring };
};

const file = fc.uint8Array({ maxLength: 20 }).chain((bytes) =>
  fc.constantFrom<() => BlobLike | Uint8Array | ArrayBuffer>(
    () => new File([new Uint8Array(bytes)], 'a.jpg', { type: 'image/jpeg' }),
    () => new Blob([new Uint8Array(bytes)]),
    () => new Uint8Array(bytes),
    () => new Uint8Array(bytes).buffer,
  ),
);

/** What pages hand over: plain data of any shape, with files at some of its places. */
const given = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    fc.string(),
    fc.integer(),
    fc.constant(null),
    file.map((make) => make()),
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(
      fc.string().filter((name) => !['value', 'payload', '__proto__'].includes(name)),
      tie('tree'),
      { maxKeys: 4 },
    ),
  ),
})).tree;

const isFile = (value: unknown): boolean =>
  value instanceof Blob || value instanceof Uint8Array || value instanceof ArrayBuffer;

function filesIn(value: unknown): number {
  if (isFile(value)) return 1;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce((sum: number, one) => sum + filesIn(one), 0);
}

/** The same, with what stands for a file the same on both sides. */
const shape = (value: unknown): unknown => {
  if (isFile(value)) return 'a file';
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(shape);
  const entries = Object.entries(value);
  const { upload } = value as { readonly upload?: unknown };
  if (entries.length === 1 && typeof upload === 'string' && upload.startsWith('token-'))
    return 'a file';
  // A file's own type is added where nobody said one.
  return Object.fromEntries(
    entries.filter(([name]) => name !== 'contentType').map(([name, one]) => [name, shape(one)]),
  );
};

it('every file becomes a token, whatever it stands in, and everything else stays as it is', async () => {
  await fc.assert(
    fc.asyncProperty(given, async (value) => {
      const files = filesIn(value);
      const { sizes, bring } = bringer();
      const result = await brought(value, bring);
      expect(result.failed).toBe(null);
      expect(sizes).toHaveLength(files);
      expect(result.uploads).toHaveLength(files);
      expect(filesIn(result.value)).toBe(0);
      expect(shape(result.value)).toEqual(shape(value));
    }),
  );
});

it('the first file that cannot be brought ends it, and those before it are named', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(file, { minLength: 2, maxLength: 6 }), async (makers) => {
      const { bring } = bringer(makers.length - 1);
      const result = await brought(
        makers.map((make) => ({ file: make() })),
        bring,
      );
      expect(result.failed).toEqual(outboxError('NO_SPACE'));
      expect(result.uploads).toHaveLength(makers.length - 1);
    }),
  );
});

it('what a body says is left alone, however much it is', async () => {
  const { sizes, bring } = bringer();
  const value = {
    body: { kind: 'json', value: { photo: new Blob(['x']) } },
    payload: [new Blob(['y'])],
  };
  expect((await brought(value, bring)).value).toEqual(value);
  expect(sizes).toEqual([]);
});

it('a part has its file’s type where it says none itself', async () => {
  const { bring } = bringer();
  const photo = () => new File(['x'], 'a', { type: 'image/png' });
  expect((await brought({ file: photo() }, bring)).value).toEqual({
    file: { upload: 'token-1' },
    contentType: 'image/png',
  });
  expect((await brought({ file: photo(), contentType: 'image/x' }, bring)).value).toEqual({
    file: { upload: 'token-2' },
    contentType: 'image/x',
  });
});
