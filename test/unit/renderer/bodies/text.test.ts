import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hexLines } from '../../../../renderer/bodies/hex-lines.ts';
import { BLOCK_CHARACTERS, textBlocks } from '../../../../renderer/bodies/text-blocks.ts';

test('blocks are the text, none too long, and no character is cut in two', () => {
  const piece = fc.constantFrom('x'.repeat(900), '👩‍👧'.repeat(300), '\n', 'é');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const text = pieces.join('');
      const blocks = textBlocks(text);
      expect(blocks.join('')).toBe(text);
      expect(blocks.every((block) => block.length <= BLOCK_CHARACTERS)).toBe(true);
      expect(blocks.every((block) => block.isWellFormed())).toBe(true);
    }),
  );
});

test('a block ends with a line where one ends nearby', () => {
  const line = `${'a'.repeat(99)}\n`;
  const [first] = textBlocks(line.repeat(200));
  expect(first?.endsWith('\n')).toBe(true);
});

test('hex shows where, what, and what of it can be read', () => {
  const lines = hexLines(new TextEncoder().encode('\u0000PNG and some more'));
  expect(lines).toEqual([
    {
      offset: '000000',
      hex: '00 50 4e 47 20 61 6e 64 20 73 6f 6d 65 20 6d 6f',
      ascii: '·PNG and some mo',
    },
    { offset: '000010', hex: '72 65', ascii: 're' },
  ]);
});
