import { beforeEach, describe, expect, it } from 'vitest';
import {
  createTray,
  type MenuTemplate,
  type TrayShell,
} from '../../../electron/main/shell/tray.ts';
import type { ShellCommand } from '../../../electron/main/shell/tray-menu.ts';
import { type TrayPlatform, trayModel } from '../../../electron/main/shell/tray-model.ts';
import { countsOf, NO_WORK, refusedItem } from './work.ts';

let done: string[];
let commands: ShellCommand[];
let menu: MenuTemplate[];
let click: () => void;
let tray: TrayShell;

beforeEach(() => {
  done = [];
  commands = [];
  click = () => {};
  tray = createTray<string, MenuTemplate[]>({
    makeTray(image) {
      done.push(`tray ${image}`);
      return {
        setImage: (next) => done.push(`image ${next}`),
        setToolTip: (text) => done.push(`tooltip ${text}`),
        setTitle: (title) => done.push(`title ${title}`),
        setContextMenu(next) {
          menu = next;
          done.push('menu');
        },
        on(_, listener) {
          click = listener;
        },
        destroy: () => done.push('destroyed'),
      };
    },
    makeImage: (path) => path,
    makeMenu: (template) => template,
    setBadge: (count) => done.push(`badge ${count}`),
    iconFolder: 'icons',
    run: (command) => commands.push(command),
  });
});

const model = (attention = 0, platform: TrayPlatform = 'linux') =>
  trayModel({
    work: {
      ...NO_WORK,
      counts: countsOf({ attention }),
      newest: attention > 0 ? [refusedItem('a')] : [],
    },
    online: true,
    platform,
    now: 1,
  });

describe('the icon in the tray', () => {
  it('shows the model, and touches only what has changed', () => {
    tray.show(model());
    expect(done).toEqual([
      'tray icons/tray-idle.png',
      'tooltip OutTray: Nothing is waiting.',
      'title ',
      'menu',
      'badge 0',
    ]);
    done = [];
    tray.show(model());
    expect(done).toEqual([]);
    tray.show(model(1));
    expect(done).toEqual([
      'image icons/tray-needs-you.png',
      'tooltip OutTray: 1 item needs you.',
      'menu',
      'badge 1',
    ]);
  });

  it('does what is chosen', () => {
    tray.show(model(1));
    const all = menu.flatMap((entry) => [entry, ...(entry.submenu ?? [])]);
    for (const { click: choose } of all) choose?.();
    expect(commands).toEqual([
      { do: 'openItem', id: 'a' },
      { do: 'sync' },
      { do: 'pause', length: 'quarter' },
      { do: 'pause', length: 'hour' },
      { do: 'pause', length: 'tomorrow' },
      { do: 'pause', length: 'resumed' },
      { do: 'open' },
      { do: 'openSettings' },
      { do: 'quit' },
    ]);
    expect(menu[0]).toEqual({ type: 'normal', label: '1 item needs you.', enabled: false });
    expect(menu[1]).toEqual({ type: 'separator' });
  });

  it('opens the window by a click on Windows alone', () => {
    tray.show(model(0, 'win32'));
    click();
    expect(commands).toEqual([{ do: 'open' }]);
    tray.destroy();
    click = () => {};
    tray.show(model(0, 'darwin'));
    click();
    expect(commands).toHaveLength(1);
  });

  it('is there again after it was taken away', () => {
    tray.show(model());
    tray.destroy();
    done = [];
    tray.show(model());
    expect(done).toHaveLength(5);
  });
});
