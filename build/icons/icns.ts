const HEADER = 8;

const TYPES = [
  ['ic07', 128],
  ['ic08', 256],
  ['ic09', 512],
  ['ic10', 1024],
  // For dense screens: 16, 32, 128 and 256 units.
  ['ic11', 32],
  ['ic12', 64],
  ['ic13', 256],
  ['ic14', 512],
] as const;

/** macOS' container for the same picture in several sizes, each a PNG. `pngAt` draws it at that many pixels. */
export function icnsOf(pngAt: (size: number) => Buffer): Buffer {
  const entries = TYPES.map(([type, size]) => chunk(type, pngAt(size)));
  return chunk('icns', Buffer.concat(entries));
}

function chunk(type: string, content: Buffer): Buffer {
  const header = Buffer.alloc(HEADER);
  header.write(type, 'latin1');
  header.writeUInt32BE(HEADER + content.length, 4);
  return Buffer.concat([header, content]);
}
