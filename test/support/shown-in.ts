/** In what the page of a test is shown; a project of playwright.config.ts each. */
export type ShownIn = 'browser' | 'double' | 'electron';
