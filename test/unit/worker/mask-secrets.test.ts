import { describe, expect, test } from 'vitest';
import { maskSecrets } from '../../../electron/worker/transport/mask-secrets.ts';

function masked(text: string, secrets: readonly string[], piece: number): string {
  const mask = maskSecrets(secrets);
  const bytes = Buffer.from(text);
  const out: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += piece)
    out.push(mask.push(bytes.subarray(at, at + piece)));
  out.push(mask.end());
  return Buffer.concat(out).toString();
}

describe('a secret in a body', () => {
  const pieces = [1, 2, 3, 5, 7, 11, 1000];

  test.each(pieces)('is masked wherever it stands, in pieces of %i bytes', (piece) => {
    const text = 'tok-123456 x tok-123456tok-123456 tok-12345 ü tok-123456';
    expect(masked(text, ['tok-123456'], piece)).toBe(
      '********** x ******************** tok-12345 ü **********',
    );
  });

  test.each(pieces)(
    'is masked whole where it begins with another one, in pieces of %i',
    (piece) => {
      expect(masked('a secret-secret-long b', ['secret-secret', 'secret-secret-long'], piece)).toBe(
        'a ****************** b',
      );
    },
  );

  test('is not looked for where there is none', () => {
    const mask = maskSecrets([]);
    const chunk = Buffer.from('all of it');
    expect(mask.push(chunk)).toBe(chunk);
    expect(mask.end()).toHaveLength(0);
  });
});
