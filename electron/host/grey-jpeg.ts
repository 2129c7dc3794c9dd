/** Side of a block of samples (ITU-T T.81 A.1.1). */
const BLOCK = 8;

/** Quantisation of every coefficient: with 8 a DC step is one step of brightness. */
const QUANT = 8;

const segment = (marker: number, ...payload: readonly number[]): readonly number[] => {
  const length = payload.length + 2;
  return [0xff, marker, length >> 8, length & 0xff, ...payload];
};

/**
 * A real baseline JPEG (ITU-T T.81), all of one grey: small, and a different one for every shade. `shade` is
 * from 192 to 254; the sides are multiples of 8.
 */
export function greyJpeg(shade: number, width: number, height: number): Uint8Array {
  // DC code 0: no difference; 10: a difference of seven bits. AC code 0: end of block. All without 11…1.
  const first = `10${(shade - 128).toString(2).padStart(7, '0')}0`;
  const rest = '00'.repeat((width / BLOCK) * (height / BLOCK) - 1);
  return Uint8Array.from([
    0xff,
    0xd8,
    ...segment(0xe0, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0),
    ...segment(0xdb, 0, ...Array.from({ length: BLOCK * BLOCK }, () => QUANT)),
    ...segment(0xc0, 8, height >> 8, height & 0xff, width >> 8, width & 0xff, 1, 1, 0x11, 0),
    ...segment(0xc4, 0x00, 1, 1, ...Array.from({ length: 14 }, () => 0), 0, 7),
    ...segment(0xc4, 0x10, 1, ...Array.from({ length: 15 }, () => 0), 0),
    ...segment(0xda, 1, 1, 0, 0, 63, 0),
    ...entropyCoded(first + rest),
    0xff,
    0xd9,
  ]);
}

/** Filled up with ones, and a zero after each 0xff (T.81 F.1.2.3). */
function entropyCoded(bits: string): readonly number[] {
  const padded = bits.padEnd(Math.ceil(bits.length / 8) * 8, '1');
  const bytes: number[] = [];
  for (let at = 0; at < padded.length; at += 8) {
    const byte = Number.parseInt(padded.slice(at, at + 8), 2);
    bytes.push(byte, ...(byte === 0xff ? [0] : []));
  }
  return bytes;
}
