import { readdirSync, readFileSync } from 'node:fs';
import { Resvg } from '@resvg/resvg-js';
import { describe, expect, it, test } from 'vitest';
import { drawIcons, TRAY_STATES, templateOf } from '../../../build/icons/icons.ts';

const folder = new URL('../../../build/icons/', import.meta.url);
const stored = (name: string): Buffer => readFileSync(new URL(name, folder));
const source = (state: string): string => stored(`source/tray-${state}.svg`).toString('utf8');

describe('the icons that are kept', () => {
  it('are those of their sources, and no others; after a change: npm run icons', () => {
    const drawn = drawIcons();
    const kept = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((name) => name.replaceAll('\\', '/'))
      .filter((name) => /\.(?:png|ico|icns)$/.test(name));
    expect(kept.toSorted()).toEqual(drawn.map(({ name }) => name).toSorted());
    for (const { name, bytes } of drawn) expect(stored(name).equals(bytes), name).toBe(true);
  });

  it('hold in an .ico a PNG of each size that its directory says', () => {
    const sizes = (name: string): readonly number[] => {
      const ico = stored(name);
      expect([ico.readUInt16LE(0), ico.readUInt16LE(2)]).toEqual([0, 1]);
      return Array.from({ length: ico.readUInt16LE(4) }, (_, index) => {
        const at = 6 + 16 * index;
        const start = ico.readUInt32LE(at + 12);
        const image = ico.subarray(start, start + ico.readUInt32LE(at + 8));
        expect(image.subarray(1, 4).toString()).toBe('PNG');
        expect(image.subarray(-8, -4).toString()).toBe('IEND');
        expect(image.readUInt32BE(16)).toBe(ico[at] || 256);
        return image.readUInt32BE(20);
      });
    };
    expect(sizes('app.ico')).toEqual([16, 20, 24, 32, 48, 256]);
    expect(sizes('overlay-needs-you.ico')).toEqual([16, 20, 24, 32]);
    for (const state of TRAY_STATES)
      expect(sizes(`tray-${state}.ico`)).toEqual([16, 20, 24, 32, 48]);
  });
});

test('the icon for macOS has a PNG in each size that its system looks for', () => {
  const icns = stored('app.icns');
  expect(icns.toString('latin1', 0, 4)).toBe('icns');
  expect(icns.readUInt32BE(4)).toBe(icns.length);
  const sizes: Record<string, number> = {};
  for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4)) {
    const image = icns.subarray(at + 8, at + icns.readUInt32BE(at + 4));
    expect(image.subarray(1, 4).toString()).toBe('PNG');
    expect(image.subarray(-8, -4).toString()).toBe('IEND');
    sizes[icns.toString('latin1', at, at + 4)] = image.readUInt32BE(16);
  }
  expect(sizes).toEqual({
    ic07: 128,
    ic08: 256,
    ic09: 512,
    ic10: 1024,
    ic11: 32,
    ic12: 64,
    ic13: 256,
    ic14: 512,
  });
});

describe.for(TRAY_STATES)('the tray icon %s', (state) => {
  test('as a template is black and alpha alone', () => {
    const { pixels } = new Resvg(templateOf(source(state))).render();
    expect(pixels.some((value) => value > 0)).toBe(true);
    for (let at = 0; at < pixels.length; at += 4) {
      expect(pixels[at]! + pixels[at + 1]! + pixels[at + 2]!).toBe(0);
    }
  });

  test('stands out from white and from a dark panel', () => {
    const colours = source(state).match(/#[0-9a-f]{6}/g) ?? [];
    expect(colours).not.toEqual([]);
    for (const colour of colours) {
      for (const panel of ['#ffffff', '#202020'])
        expect(contrast(colour, panel)).toBeGreaterThan(3);
    }
  });

  test('is told from all others by its shape', () => {
    const shape = shapeOf(state);
    for (const other of TRAY_STATES.filter((one) => one !== state)) {
      const differing = shapeOf(other).filter((alpha, at) => Math.abs(alpha - shape[at]!) > 127);
      expect(differing.length, `${other}, of 256 pixels`).toBeGreaterThanOrEqual(16);
    }
  });
});

/** What is left of it on a Mac: how much covers each of its pixels. */
function shapeOf(state: string): readonly number[] {
  const size = { mode: 'width', value: 16 } as const;
  const { pixels } = new Resvg(templateOf(source(state)), { fitTo: size }).render();
  return [...pixels].filter((_, at) => at % 4 === 3);
}

/** Of WCAG 2: 3 is what graphics need. */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
