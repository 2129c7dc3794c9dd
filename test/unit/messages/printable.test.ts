import fc from 'fast-check';
import { expect, test } from 'vitest';
import { printable, printablePieces } from '../../../shared/messages/printable.ts';

test('an escape is told from text that looks like one', () => {
  expect(printablePieces('a\u202eb \\u{202e}')).toEqual([
    { text: 'a', escaped: false },
    { text: '\\u{202e}', escaped: true },
    { text: 'b \\u{202e}', escaped: false },
  ]);
});

test('line ends of Windows are line ends, a lone carriage return is a control character', () => {
  expect(printablePieces('a\r\nb\rc').map((piece) => piece.text)).toEqual(['a\nb', '\\x0d', 'c']);
});

test('the pieces are the printable text', () => {
  const hostile = fc.string({
    unit: fc.constantFrom('a', '\r', '\n', '\u001b', '\u2067', '日', '\\'),
    maxLength: 20,
  });
  fc.assert(
    fc.property(hostile, (text) => {
      const joined = printablePieces(text)
        .map((piece) => piece.text)
        .join('');
      expect(joined).toBe(printable(text));
    }),
  );
});
