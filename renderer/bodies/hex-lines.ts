export interface HexLine {
  readonly offset: string;
  readonly hex: string;
  readonly ascii: string;
}

const WIDTH = 16;

/** Sixteen bytes a line: where, in hex, and what of it can be read. */
export function hexLines(bytes: Uint8Array): readonly HexLine[] {
  return Array.from({ length: Math.ceil(bytes.length / WIDTH) }, (_, line) => {
    const part = Array.from(bytes.subarray(line * WIDTH, (line + 1) * WIDTH));
    return {
      offset: (line * WIDTH).toString(16).padStart(6, '0'),
      hex: part.map((byte) => byte.toString(16).padStart(2, '0')).join(' '),
      ascii: part
        .map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·'))
        .join(''),
    };
  });
}
