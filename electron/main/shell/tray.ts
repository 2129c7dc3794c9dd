import { join } from 'node:path';
import type { ShellCommand, TrayEntry } from './tray-menu.ts';
import type { TrayModel } from './tray-model.ts';

/** What of Electron's tray is used. */
interface TrayIcon<Image, Menu> {
  setImage(image: Image): void;
  setToolTip(text: string): void;
  setTitle(title: string): void;
  setContextMenu(menu: Menu): void;
  on(event: 'click', listener: () => void): unknown;
  destroy(): void;
}

/** As Electron's menus are described. */
export interface MenuTemplate {
  readonly type: 'separator' | 'normal' | 'submenu';
  readonly label?: string;
  readonly enabled?: boolean;
  readonly click?: () => void;
  readonly submenu?: MenuTemplate[];
}

export interface TrayDeps<Image, Menu> {
  readonly makeTray: (image: Image) => TrayIcon<Image, Menu>;
  /** From a file; one with `@2x` beside it is taken where the screen is dense. */
  readonly makeImage: (path: string) => Image;
  readonly makeMenu: (template: MenuTemplate[]) => Menu;
  readonly setBadge: (count: number) => void;
  /** build/icons. */
  readonly iconFolder: string;
  readonly run: (command: ShellCommand) => void;
}

export interface TrayShell {
  show(model: TrayModel): void;
  destroy(): void;
}

/** The icon in the tray. What has not changed is left alone: a menu that is replaced closes under the pointer. */
export function createTray<Image, Menu>(deps: TrayDeps<Image, Menu>): TrayShell {
  const { makeTray, makeImage, makeMenu, setBadge, iconFolder, run } = deps;
  let tray: TrayIcon<Image, Menu> | null = null;
  let shown: TrayModel | null = null;

  function change<Key extends keyof TrayModel>(
    model: TrayModel,
    key: Key,
    apply: (value: TrayModel[Key]) => void,
  ): void {
    const before = shown?.[key];
    if (JSON.stringify(before) !== JSON.stringify(model[key])) apply(model[key]);
  }

  function first(model: TrayModel): TrayIcon<Image, Menu> {
    const made = makeTray(makeImage(join(iconFolder, model.image)));
    if (model.click === 'open') made.on('click', () => run({ do: 'open' }));
    return made;
  }

  return {
    show(model) {
      const icon = tray ?? first(model);
      if (tray !== null)
        change(model, 'image', (image) => icon.setImage(makeImage(join(iconFolder, image))));
      tray = icon;
      change(model, 'tooltip', (text) => icon.setToolTip(text));
      change(model, 'title', (title) => icon.setTitle(title));
      change(model, 'menu', (menu) => icon.setContextMenu(makeMenu(menuTemplate(menu, run))));
      change(model, 'badge', setBadge);
      shown = model;
    },
    destroy() {
      tray?.destroy();
      tray = null;
      shown = null;
    },
  };
}

export const menuTemplate = (
  entries: readonly TrayEntry[],
  run: (command: ShellCommand) => void,
): MenuTemplate[] =>
  entries.map((entry): MenuTemplate => {
    switch (entry.kind) {
      case 'line':
        return { type: 'separator' };
      case 'note':
        return { type: 'normal', label: entry.label, enabled: false };
      case 'choice':
        return { type: 'normal', label: entry.label, click: () => run(entry.command) };
      case 'menu':
        return { type: 'submenu', label: entry.label, submenu: menuTemplate(entry.entries, run) };
    }
  });
