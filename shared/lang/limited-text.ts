/** What a stream has to say, as UTF-8; null when there is more of it than can be right, whose rest is not read. */
export async function limitedText(
  stream: AsyncIterable<Uint8Array> | null,
  mostBytes: number,
): Promise<string | null> {
  const decoder = new TextDecoder();
  let [text, bytes] = ['', 0];
  for await (const piece of stream ?? []) {
    bytes += piece.length;
    if (bytes > mostBytes) return null;
    text += decoder.decode(piece, { stream: true });
  }
  return text + decoder.decode();
}
