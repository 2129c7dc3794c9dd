/** The keys of the queue, as the help dialog lists them. */
export const HELP_WORDS: readonly { readonly keys: readonly string[]; readonly does: string }[] = [
  { keys: ['/'], does: 'Search' },
  { keys: ['j', '↓'], does: 'Next item' },
  { keys: ['k', '↑'], does: 'Previous item' },
  { keys: ['Enter'], does: 'Open the item' },
  { keys: ['Esc'], does: 'Clear the selection, then close the item' },
  { keys: ['x', 'Space'], does: 'Select the item' },
  { keys: ['Shift ↓', 'Shift ↑'], does: 'Select a stretch of items' },
  { keys: ['Ctrl A'], does: 'Select the items that are shown' },
  { keys: ['r'], does: 'Retry now' },
  { keys: ['h'], does: 'Hold, or release' },
  { keys: ['p'], does: 'Change the priority' },
  { keys: ['e'], does: 'Edit and resend' },
  { keys: ['Delete'], does: 'Delete' },
  { keys: ['Shift F10'], does: 'Everything that can be done with the item' },
  { keys: ['?'], does: 'This help' },
];
