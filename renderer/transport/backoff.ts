const FIRST_MS = 250;
const LONGEST_MS = 10_000;

/** How long to wait after so many failures in a row; never at once, and never many pages in step. */
export const backoff = (failures: number, random: number): number => {
  const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 20));
  return longest * (0.5 + random / 2);
};
