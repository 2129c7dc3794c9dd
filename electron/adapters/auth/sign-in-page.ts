import type { SignInPageWords } from '../../../shared/messages/sign-in-page-words.ts';
import type { Page } from './loopback-listener.ts';

const STYLE =
  'body{font:1.1rem/1.5 system-ui,sans-serif;max-width:32rem;margin:20vh auto;padding:0 1rem;color-scheme:light dark}';

/** A plain page: no script, nothing from elsewhere. */
export const signInPage = ({ title, text }: SignInPageWords, status = 200): Page => ({
  kind: 'page',
  status,
  html: `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escaped(title)}</title><style>${STYLE}</style><h1>${escaped(title)}</h1><p>${escaped(text)}</p></html>`,
});

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
