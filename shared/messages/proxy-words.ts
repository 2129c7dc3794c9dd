import type { WayView } from '../contracts/proxy-calls.ts';
import type { ProxySource } from '../outbox/finding.ts';
import { reachSentence } from './reach-words.ts';

const SOURCES: Readonly<Record<ProxySource, string>> = {
  setting: 'the setting "proxy"',
  pac: 'the PAC file',
  HTTP_PROXY: 'HTTP_PROXY',
  HTTPS_PROXY: 'HTTPS_PROXY',
  system: 'the system',
};

/** Who says which proxy there is. */
export const proxySourceWords = (from: ProxySource): string => SOURCES[from];

/** Where we stand with a proxy, in a few words. */
export function wayWords({ proxy, signedIn, refused, problem }: WayView): string {
  if (problem !== null) return reachSentence(problem);
  if (proxy === null) return '';
  if (refused) return 'refused';
  return signedIn ? 'given' : 'none given';
}

/** What a person does about a proxy. */
export const proxySignInCommand = (proxy: string): string =>
  `outtray proxy sign-in ${proxy} --user NAME`;

/** For the page. */
export const PROXY_WORDS = {
  signIn: 'Sign in to the proxy',
  title: 'Sign in to the proxy',
  hint: 'It stands between this computer and the servers. Your company says what to write here; the password is kept in the keychain.',
  user: 'User name',
  password: 'Password',
  signedIn: 'Signed in to the proxy.',
  noUser: 'Write the user name.',
} as const;
