import { readFileSync } from 'node:fs';
import { Resvg } from '@resvg/resvg-js';
import { icnsOf } from './icns.ts';
import { type IcoImage, icoOf } from './ico.ts';

export interface IconFile {
  readonly name: string;
  readonly bytes: Buffer;
}

export const TRAY_STATES = ['idle', 'sending', 'paused', 'offline', 'needs-you'] as const;

const APP_SIZES = [16, 20, 24, 32, 48, 256, 512, 1024];
const ICO_SIZES = [16, 20, 24, 32, 48, 256];
const TRAY_ICO_SIZES = [16, 20, 24, 32, 48];
/** On the app's button in Windows' taskbar. */
const OVERLAY = 'overlay-needs-you';
const OVERLAY_SIZES = [16, 20, 24, 32];
/** Up to this size the app's icon is drawn without its small parts. */
const SMALL = 32;
/** What macOS leaves free around an icon, of its own 512 units. */
const MAC_MARGIN = 62;

const source = (name: string): string =>
  readFileSync(new URL(`./source/${name}.svg`, import.meta.url), 'utf8');

const png = (svg: string, size: number): Buffer =>
  new Resvg(svg, { fitTo: { mode: 'width', value: size }, font: { loadSystemFonts: false } })
    .render()
    .asPng();

const imageOf = (name: string, size: number): IcoImage => ({ size, png: png(source(name), size) });

/** Black where there was any colour: macOS takes the alpha alone. */
export const templateOf = (svg: string): string => svg.replaceAll(/#[0-9a-f]{3,6}\b/g, '#000');

/** Every icon, drawn anew. */
export function drawIcons(): readonly IconFile[] {
  const appAt = (size: number): IcoImage => imageOf(size <= SMALL ? 'app-small' : 'app', size);
  const width = 512 + 2 * MAC_MARGIN;
  const mac = source('app').replace(
    'viewBox="0 0 512 512"',
    `viewBox="${-MAC_MARGIN} ${-MAC_MARGIN} ${width} ${width}"`,
  );
  return [
    ...APP_SIZES.map((size) => ({ name: `app/${size}.png`, bytes: appAt(size).png })),
    { name: 'app.ico', bytes: icoOf(ICO_SIZES.map(appAt)) },
    { name: 'app.icns', bytes: icnsOf((size) => png(mac, size)) },
    ...TRAY_STATES.flatMap(trayIcons),
    { name: `${OVERLAY}.ico`, bytes: icoOf(OVERLAY_SIZES.map((size) => imageOf(OVERLAY, size))) },
  ];
}

function trayIcons(state: (typeof TRAY_STATES)[number]): readonly IconFile[] {
  const name = `tray-${state}`;
  const svg = source(name);
  const template = templateOf(svg);
  return [
    { name: `${name}.png`, bytes: png(svg, 22) },
    { name: `${name}@2x.png`, bytes: png(svg, 44) },
    {
      name: `${name}.ico`,
      bytes: icoOf(TRAY_ICO_SIZES.map((size) => imageOf(name, size))),
    },
    { name: `${name}Template.png`, bytes: png(template, 16) },
    { name: `${name}Template@2x.png`, bytes: png(template, 32) },
  ];
}
