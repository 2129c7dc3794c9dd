/** About as much text as is laid out at once. */
export const BLOCK_CHARACTERS = 8_000;

/**
 * Cuts a text into blocks that a browser lays out one by one, at line ends where there are any near; never within
 * a character. Joined they are the text.
 */
export function textBlocks(text: string): readonly string[] {
  const blocks: string[] = [];
  let from = 0;
  while (from < text.length) {
    const to = blockEnd(text, from);
    blocks.push(text.slice(from, to));
    from = to;
  }
  return blocks;
}

function blockEnd(text: string, from: number): number {
  const limit = from + BLOCK_CHARACTERS;
  if (limit >= text.length) return text.length;
  const lineEnd = text.lastIndexOf('\n', limit - 1);
  if (lineEnd > from + BLOCK_CHARACTERS / 2) return lineEnd + 1;
  const code = text.charCodeAt(limit);
  return code >= 0xdc00 && code <= 0xdfff ? limit - 1 : limit;
}
