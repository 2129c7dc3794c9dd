import { afterEach, describe, expect, test, vi } from 'vitest';
import { requirePart } from '../support/real-part.ts';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe('a part from outside that a suite needs', () => {
  test('is used where it is there', () => {
    vi.stubEnv('CI', 'true');
    expect(requirePart('an imaginary part', true)).toBe('run');
  });

  test('skips its suite where it is missing', () => {
    vi.stubEnv('CI', '');
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    expect(requirePart('an imaginary part', false)).toBe('skip');
    expect(said).toHaveBeenCalledWith(expect.stringContaining('an imaginary part'));
  });

  test('fails its suite where it is missing on CI', () => {
    vi.stubEnv('CI', 'true');
    expect(() => requirePart('an imaginary part', false)).toThrow('an imaginary part');
  });
});
