import { EventEmitter } from 'node:events';
import { assertReady, happenings } from './app.ts';
import { appCalls, show } from './screen-port.ts';

// What the system shows and tells. Nothing of it is seen here: it is told to the screen, and remembered.

const answers: { button: number | null; paths: readonly string[] } = { button: null, paths: [] };
appCalls.choosePaths = ({ paths }) => {
  answers.paths = paths;
};
appCalls.press = ({ button }) => {
  answers.button = button;
};

export const dialog = {
  showErrorBox: (title: string, content: string): void =>
    show({ kind: 'errorBox', title, content }),
  async showOpenDialog(
    _window: unknown,
    options: Electron.OpenDialogOptions,
  ): Promise<Electron.OpenDialogReturnValue> {
    show({
      kind: 'openDialog',
      multiple: options.properties?.includes('multiSelections') ?? false,
    });
    return { canceled: answers.paths.length === 0, filePaths: [...answers.paths] };
  },
  async showMessageBox(
    options: Electron.MessageBoxOptions,
  ): Promise<Electron.MessageBoxReturnValue> {
    const { message, detail, buttons = [], cancelId = 0 } = options;
    show({ kind: 'messageBox', message, detail, buttons });
    return { response: answers.button ?? cancelId, checkboxChecked: false };
  },
};

export const shell = {
  async openExternal(url: string): Promise<void> {
    show({ kind: 'openedOutside', url });
  },
};

export const powerMonitor = new EventEmitter();
happenings.power = powerMonitor;

const blockers = new Set<number>();
let blockerIds = 0;

export const powerSaveBlocker = {
  start(_type: 'prevent-app-suspension' | 'prevent-display-sleep'): number {
    blockerIds += 1;
    blockers.add(blockerIds);
    show({ kind: 'awake', isAwake: true });
    return blockerIds;
  },
  stop(id: number): boolean {
    const was = blockers.delete(id);
    if (blockers.size === 0) show({ kind: 'awake', isAwake: false });
    return was;
  },
};

const network = { online: true };
appCalls.setOnline = ({ online }) => {
  network.online = online;
};

export const net = {
  isOnline(): boolean {
    assertReady('net.isOnline');
    return network.online;
  },
};

export class NativeImage {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  static pathOf = (image: NativeImage): string => image.#path;
}

export const nativeImage = { createFromPath: (path: string): NativeImage => new NativeImage(path) };

interface FakeMenu {
  readonly items: readonly Electron.MenuItemConstructorOptions[];
}

export const Menu = {
  buildFromTemplate: (template: Electron.MenuItemConstructorOptions[]): FakeMenu => ({
    items: template,
  }),
  setApplicationMenu(_menu: FakeMenu | null): void {
    // Nobody sees it.
  },
};

let trayMenu: readonly Electron.MenuItemConstructorOptions[] = [];

export class Tray extends EventEmitter {
  #image: string;
  #tooltip = '';
  #title = '';

  constructor(image: NativeImage) {
    assertReady('Tray');
    super();
    this.#image = NativeImage.pathOf(image);
    happenings.tray = this;
  }

  #show(): void {
    show({ kind: 'tray', image: this.#image, tooltip: this.#tooltip, title: this.#title });
  }

  setImage(image: NativeImage): void {
    this.#image = NativeImage.pathOf(image);
    this.#show();
  }

  setToolTip(text: string): void {
    this.#tooltip = text;
    this.#show();
  }

  setTitle(title: string): void {
    this.#title = title;
    this.#show();
  }

  setContextMenu(menu: FakeMenu | null): void {
    trayMenu = menu?.items ?? [];
    show({ kind: 'menu', labels: trayMenu.map(({ label }) => label ?? '') });
  }

  destroy(): void {
    delete happenings.tray;
  }
}

appCalls.choose = ({ label }) => {
  const found = entriesOf(trayMenu).find((one) => one.label === label);
  if (found?.click === undefined) throw new Error(`the menu has no "${label}"`);
  found.click(undefined as never, undefined, undefined as never);
};

const entriesOf = (
  items: readonly Electron.MenuItemConstructorOptions[],
): readonly Electron.MenuItemConstructorOptions[] =>
  items.flatMap((one) => [one, ...(Array.isArray(one.submenu) ? entriesOf(one.submenu) : [])]);

export class Notification extends EventEmitter {
  readonly #options: Electron.NotificationConstructorOptions;

  static isSupported(): boolean {
    return true;
  }

  constructor(options: Electron.NotificationConstructorOptions = {}) {
    super();
    this.#options = options;
  }

  show(): void {
    happenings.notification = this;
    const { title = '', body = '' } = this.#options;
    show({ kind: 'notification', title, body });
  }

  close(): void {
    this.emit('close');
  }
}
