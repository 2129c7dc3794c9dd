/** Whoever asks while a run is under way gets what that one comes to; the next to ask begins another. */
export function sharedRun<T>(run: () => Promise<T>): () => Promise<T> {
  let present: Promise<T> | null = null;
  return () => {
    present ??= run().finally(() => {
      present = null;
    });
    return present;
  };
}
