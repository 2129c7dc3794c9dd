import type { OutboxError } from '../contracts/errors.ts';
import { errorSentence } from './error-sentences.ts';

/** What stands on the pages that a browser shows when it comes back from a sign-in. */
export interface SignInPageWords {
  readonly title: string;
  readonly text: string;
}

export const SIGN_IN_PAGES = {
  done: {
    title: 'You are signed in',
    text: 'OutTray can send what has been waiting. You may close this page.',
  },
  over: {
    title: 'This sign-in is over',
    text: 'You may close this page. To sign in, begin again in OutTray.',
  },
  notOurs: {
    title: 'Nothing happened',
    text: 'OutTray did not ask for this. You may close this page.',
  },
} as const satisfies Readonly<Record<string, SignInPageWords>>;

export const notSignedInPage = (error: OutboxError): SignInPageWords => ({
  title: 'You are not signed in',
  text: `${capital(errorSentence(error))}. You may close this page.`,
});

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
