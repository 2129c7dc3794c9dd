/** Cuts a stream of UTF-8 into its lines; answers those that each chunk completes. */
export function createLineSplitter(): (chunk: Uint8Array) => readonly string[] {
  const decoder = new TextDecoder();
  let rest = '';
  return (chunk) => {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    return lines;
  };
}
