/** Resolves with the next event that matches, so that a test waits for what happens and not for time to pass. */
export function nextEvent<E>(
  source: { onEvent(listener: (event: E) => void): () => void },
  matches: (event: E) => boolean,
): Promise<E> {
  return new Promise((resolve) => {
    const off = source.onEvent((event) => {
      if (!matches(event)) return;
      off();
      resolve(event);
    });
  });
}
