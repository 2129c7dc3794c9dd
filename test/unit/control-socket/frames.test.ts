import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { packBytes, unpackBytes } from '../../../electron/adapters/control-socket/bytes-beside.ts';
import {
  createFrameReader,
  encodeFrame,
} from '../../../electron/adapters/control-socket/frames.ts';

const LIMIT = 10_000;

const frameOf = (message: object): Uint8Array => {
  const frame = encodeFrame(message, LIMIT);
  if (!frame.ok) throw new Error(`too large: ${frame.error}`);
  return frame.value;
};

/** What a reader makes of bytes that come in pieces of these sizes. */
function read(bytes: Uint8Array, sizes: readonly number[], limit = LIMIT): unknown[] | null {
  const reader = createFrameReader(() => limit);
  const messages: unknown[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    const piece = reader.push(bytes.subarray(at, at + size));
    if (piece === null) return null;
    messages.push(...piece);
    at += size;
  }
  return messages;
}

const sizes = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 10 });
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('frames', () => {
  test('come out as they went in, however they are cut on their way', () => {
    fc.assert(
      fc.property(fc.array(fc.dictionary(fc.string(), fc.jsonValue())), sizes, (messages, cut) => {
        const bytes = Buffer.concat(messages.map(frameOf));
        expect(read(bytes, cut)).toEqual(messages.map(asJson));
      }),
    );
  });

  test('that are none end the reading, and never throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), sizes, (bytes, cut) => {
        const messages = read(bytes, cut);
        expect(messages === null || Array.isArray(messages)).toBe(true);
      }),
    );
    const broken = Buffer.from([0, 0, 0, 2, 0x7b, 0x7b]);
    const reader = createFrameReader(() => LIMIT);
    expect(reader.push(broken)).toBeNull();
    expect(reader.push(frameOf({ fine: true }))).toBeNull();
  });

  test('over the limit are refused by their length alone, before any of them is kept', () => {
    const header = Buffer.alloc(4);
    header.writeUInt32BE(LIMIT + 1);
    expect(read(header, [4])).toBeNull();
    header.writeUInt32BE(LIMIT);
    expect(read(header, [4])).toEqual([]);
    expect(encodeFrame({ text: 'x'.repeat(LIMIT) }, LIMIT)).toEqual({
      ok: false,
      error: LIMIT + 11,
    });
  });
});

describe('bytes beside a message', () => {
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 4 },
      fc.jsonValue({ maxDepth: 1 }),
      fc.uint8Array({ maxLength: 20 }),
      fc.array(tie('any'), { maxLength: 4 }),
      fc.dictionary(fc.string(), tie('any'), { maxKeys: 4, noNullPrototype: true }),
    ),
  })).any;

  test('are back in their places on the other side, whatever stands around them', () => {
    fc.assert(
      fc.property(value, (sent) => {
        const packed = asJson(packBytes(sent)) as ReturnType<typeof packBytes>;
        const back = unpackBytes(packed.value, packed.bytes);
        expect(describeBytes(back)).toEqual(describeBytes(sent));
      }),
    );
  });

  test('change nothing outside the message, whatever their place is said to be', () => {
    const base64 = Buffer.from('x').toString('base64');
    for (const path of [
      ['__proto__', 'evil'],
      ['__proto__', 'toString'],
      ['constructor', 'prototype', 'evil'],
      ['a', 'b', 'c'],
      ['length'],
    ]) {
      expect(unpackBytes({ a: [1] }, [[path, base64]])).toEqual({ a: [1] });
    }
    expect('evil' in {}).toBe(false);
    expect(typeof Object.prototype.toString).toBe('function');
  });
});

/** The same with every `Uint8Array` as text and -0 as JSON has it. */
const describeBytes = (value: unknown): unknown => {
  if (value instanceof Uint8Array) return `bytes ${Buffer.from(value).toString('hex')}`;
  if (Array.isArray(value)) return value.map(describeBytes);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [name, describeBytes(one)]),
    );
  }
  return asJson(value);
};
