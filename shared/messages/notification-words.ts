import { assertNever } from '../lang/assert-never.ts';
import type { FailureGroup } from '../outbox/failure-group.ts';
import { count } from './format.ts';
import { groupWords } from './group-words.ts';
import { printableLine, shortened } from './printable.ts';

/** What a person is told without having looked. */
export type Notice =
  /** Items of one kind of trouble. */
  | { readonly kind: 'group'; readonly group: FailureGroup }
  /** Several kinds at once, told as one. */
  | { readonly kind: 'groups'; readonly groups: readonly FailureGroup[] }
  | { readonly kind: 'signIn'; readonly accounts: readonly string[] }
  | { readonly kind: 'proxySignIn'; readonly proxies: readonly string[] }
  | { readonly kind: 'allSent'; readonly count: number };

export interface NoticeText {
  readonly title: string;
  readonly body: string;
}

/** Systems show about two lines. */
const LINE = 120;

/** What stands on the screen; of an item nothing but where it goes and what came back, as others may see it. */
export function noticeText(notice: Notice): NoticeText {
  switch (notice.kind) {
    case 'group': {
      const { group } = notice;
      return {
        title: `${needYou(group.count)}: ${groupWords(group)}`,
        body: line(`${group.method} ${group.route} at ${hostOf(group.origin)}${said(group)}`),
      };
    }
    case 'groups': {
      const items = notice.groups.reduce((sum, { count: n }) => sum + n, 0);
      const servers = [...new Set(notice.groups.map(({ origin }) => hostOf(origin)))];
      return {
        title: needYou(items),
        body: line(`${notice.groups.length} different causes, at ${servers.join(', ')}`),
      };
    }
    case 'signIn': {
      const [first = ''] = notice.accounts;
      return {
        title:
          notice.accounts.length === 1
            ? line(`Sign in to "${first}"`)
            : `${notice.accounts.length} accounts need to be signed in`,
        body: `What is to be sent with ${notice.accounts.length === 1 ? 'it' : 'them'} waits until then.`,
      };
    }
    case 'proxySignIn':
      return {
        title: 'Your proxy asks for a sign-in',
        body: line(`${notice.proxies.join(', ')}: what goes that way waits until then.`),
      };
    case 'allSent':
      return { title: `All ${notice.count} sent`, body: 'Nothing is waiting any more.' };
    default:
      return assertNever(notice);
  }
}

const needYou = (n: number): string => `${count(n, 'item')} ${n === 1 ? 'needs' : 'need'} you`;

const line = (text: string): string => shortened(printableLine(text), LINE);

const said = ({ problem }: FailureGroup): string => (problem === null ? '' : `: "${problem}"`);

const hostOf = (origin: string): string => (URL.canParse(origin) ? new URL(origin).host : origin);
