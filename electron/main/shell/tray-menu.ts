import {
  accountsLabel,
  allLabel,
  type Glance,
  type NeedyItem,
  needsYouLabel,
  TRAY_WORDS,
} from '../../../shared/messages/tray-words.ts';
import { PAUSE_LENGTHS, type PauseLength } from './pause-length.ts';

/** What a choice in the menu, or a click on a notification, asks for. */
export type ShellCommand =
  | { readonly do: 'sync' }
  | { readonly do: 'pause'; readonly length: PauseLength }
  | { readonly do: 'resume' }
  | { readonly do: 'open' }
  | { readonly do: 'openItem'; readonly id: string }
  | { readonly do: 'openGroup'; readonly key: string }
  | { readonly do: 'openNeedsYou' }
  | { readonly do: 'openAccounts' }
  | { readonly do: 'openSettings' }
  | { readonly do: 'quit' };

export type TrayEntry =
  | { readonly kind: 'line' }
  | { readonly kind: 'note'; readonly label: string }
  | { readonly kind: 'choice'; readonly label: string; readonly command: ShellCommand }
  | { readonly kind: 'menu'; readonly label: string; readonly entries: readonly TrayEntry[] };

interface MenuView {
  readonly glance: Glance;
  readonly newest: readonly NeedyItem[];
  /** The first thing that there is to say; not every system shows a tooltip. */
  readonly said: string;
}

export function trayMenu({ glance, newest, said }: MenuView): readonly TrayEntry[] {
  return inSections([
    [{ kind: 'note', label: escaped(said) }],
    needing(glance, newest),
    [
      choice(TRAY_WORDS.sync, { do: 'sync' }),
      glance.pause === null ? pauseMenu : choice(TRAY_WORDS.resume, { do: 'resume' }),
    ],
    [choice(TRAY_WORDS.open, { do: 'open' }), choice(TRAY_WORDS.settings, { do: 'openSettings' })],
    [choice(TRAY_WORDS.quit, { do: 'quit' })],
  ]);
}

function needing(
  { needsYou, accounts }: Glance,
  newest: readonly NeedyItem[],
): readonly TrayEntry[] {
  return [
    ...newest.map((item) => choice(needsYouLabel(item), { do: 'openItem', id: item.id })),
    ...(needsYou > newest.length ? [choice(allLabel(needsYou), { do: 'openNeedsYou' })] : []),
    ...(accounts.length > 0 ? [choice(accountsLabel(accounts), { do: 'openAccounts' })] : []),
  ];
}

const choice = (label: string, command: ShellCommand): TrayEntry => ({
  kind: 'choice',
  label: escaped(label),
  command,
});

/** Menus take a single `&` as the mark of a key. */
const escaped = (label: string): string => label.replaceAll('&', '&&');

const pauseMenu: TrayEntry = {
  kind: 'menu',
  label: TRAY_WORDS.pauseFor,
  entries: PAUSE_LENGTHS.map((length) => choice(TRAY_WORDS.pause[length], { do: 'pause', length })),
};

const inSections = (sections: readonly (readonly TrayEntry[])[]): readonly TrayEntry[] =>
  sections
    .filter((section) => section.length > 0)
    .flatMap((section, index) => (index === 0 ? section : [{ kind: 'line' } as const, ...section]));
