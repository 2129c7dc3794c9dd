/** The parts of the window, as the navigation names them. */
export const VIEW_WORDS = {
  queue: 'Queue',
  failures: 'Failures',
  health: 'Health',
  accounts: 'Accounts',
  settings: 'Settings',
  practice: 'Practice',
} as const;

/** What the frame of the window says, whatever is shown in it. */
export const PAGE_WORDS = {
  setByOrganisation: 'Set by your organisation.',
  product: 'OutTray',
  navigation: 'Parts of the window',
  skip: 'Skip to the content',
  notifications: 'Notifications',
  undo: 'Undo',
  dismiss: 'Close message',
  tryAgain: 'Try again',
  loading: 'Loading…',
  help: 'Keyboard help',
  close: 'Close',
  cancel: 'Cancel',
  save: 'Save',
  brokenTitle: 'This part of the window failed',
  broken:
    'Nothing in the queue was changed by that. Try again; if it fails again, reload the window.',
  lost: 'OutTray does not answer at the moment. What is shown may be old; this page keeps asking. If OutTray was started anew, open the page again from it.',
  refusedTitle: 'This page may not ask any more',
  refused:
    'Its session has ended, perhaps because OutTray was started anew. Open the page again from OutTray, or with the address that "outtray serve" prints.',
} as const;

/** Beside the name of a view: how many items need a person. */
export const needYouWords = (n: number): string => `${n} need${n === 1 ? 's' : ''} you`;
