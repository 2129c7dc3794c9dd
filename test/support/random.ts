/** Mulberry32: the same seed gives the same kills. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A new seed each time, printed; `SEED` repeats an earlier run. */
export function seedOf(test: string): number {
  const seed = Number(process.env['SEED'] ?? Date.now() % 100_000);
  process.stdout.write(`${test}: SEED=${seed}\n`);
  return seed;
}
