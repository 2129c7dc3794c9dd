// What the app's process, where the double of Electron is, and the test's process say to each other. The test's process
// has the screen: it shows the windows in Chromium, and does what people and the system do.

export interface FrameFacts {
  readonly url: string;
  readonly origin: string;
  readonly isMain: boolean;
}

export interface FetchedFile {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Something that only the system would show. */
export type Shown =
  | {
      readonly kind: 'messageBox';
      readonly message: string;
      readonly detail?: string | undefined;
      readonly buttons: readonly string[];
    }
  | { readonly kind: 'errorBox'; readonly title: string; readonly content: string }
  | { readonly kind: 'startedAgain'; readonly args: readonly string[] }
  | { readonly kind: 'openDialog'; readonly multiple: boolean }
  | { readonly kind: 'openedOutside'; readonly url: string }
  | { readonly kind: 'windowShown'; readonly window: number }
  | { readonly kind: 'windowFocused'; readonly window: number }
  | {
      readonly kind: 'tray';
      readonly image: string;
      readonly tooltip: string;
      /** Beside it, on macOS. */
      readonly title: string;
    }
  | { readonly kind: 'overlay'; readonly image: string | null; readonly text: string }
  | { readonly kind: 'menu'; readonly labels: readonly string[] }
  | { readonly kind: 'badge'; readonly count: number }
  | { readonly kind: 'notification'; readonly title: string; readonly body: string }
  | { readonly kind: 'awake'; readonly isAwake: boolean };

/** What the app asks of the screen. */
export interface ScreenCalls {
  open(window: {
    readonly window: number;
    readonly partition: string;
    /** Its file; null without one. */
    readonly preload: string | null;
    readonly schemes: readonly string[];
    readonly width: number;
    readonly height: number;
  }): void;
  load(input: {
    readonly window: number;
    readonly url: string;
    /** Permissions that its page has without asking, by Chromium's names. */
    readonly granted: readonly string[];
  }): Promise<void>;
  reload(input: { readonly window: number }): Promise<void>;
  close(input: { readonly window: number }): Promise<void>;
  send(input: {
    readonly window: number;
    readonly channel: string;
    readonly args: readonly unknown[];
  }): Promise<void>;
  show(shown: Shown): void;
}

/** What the screen asks of the app. */
export interface AppCalls {
  /** From a page, through its preload. */
  invoke(input: {
    readonly window: number;
    readonly frame: FrameFacts;
    readonly channel: string;
    readonly args: readonly unknown[];
  }): unknown;
  /** A file of a scheme of the app's own. */
  fetch(input: {
    readonly partition: string;
    readonly url: string;
    readonly method: string;
  }): Promise<FetchedFile>;
  /** A page wants to go there: true if it may. */
  mayGo(input: { readonly window: number; readonly url: string }): boolean;
  /** A page wants a window of its own: true if it may. */
  mayOpen(input: { readonly window: number; readonly url: string }): boolean;
  gone(input: { readonly window: number; readonly reason: string }): void;
  /** A person closes a window. */
  closed(input: { readonly window: number }): void;
  /** Something happens: to the app, to the machine's power, to a tray icon, to a notification. */
  happen(input: {
    readonly to: 'app' | 'power' | 'tray' | 'notification';
    readonly event: string;
  }): void;
  /** A person chooses an entry of the tray's menu. */
  choose(input: { readonly label: string }): void;
  /** From now on a person who is asked for files chooses these. */
  choosePaths(input: { readonly paths: readonly string[] }): void;
  /** From now on every question is answered by the button with this number. */
  press(input: { readonly button: number }): void;
  /** An error that nobody catches, thrown or rejected in the app's process. */
  fail(input: { readonly how: 'thrown' | 'rejected' }): void;
  setOnline(input: { readonly online: boolean }): void;
}
