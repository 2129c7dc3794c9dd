import type { AccountView } from '../../../../shared/contracts/account-calls.ts';
import { assertNever } from '../../../../shared/lang/assert-never.ts';
import { keptWords } from '../../../../shared/messages/account-words.ts';
import { setHeadersCommand, signInCommand } from '../../../../shared/messages/finding-sentences.ts';
import { printableLine } from '../../../../shared/messages/printable.ts';
import { tableText } from '../table.ts';

/** Where an account stands with its sign-in, in a few words. */
function sessionWords({ auth, session, person }: AccountView): string {
  switch (auth) {
    case 'none':
      return 'needs no sign-in';
    case 'headers':
    case 'bearer':
      return session.state === 'signedIn' ? signedInAs(person) : 'needs to be signed in';
    default:
      return assertNever(auth);
  }
}

const signedInAs = (person: AccountView['person']): string =>
  person === null || person.name === null
    ? 'signed in'
    : `signed in as ${printableLine(person.name)}`;

export function accountsText(accounts: readonly AccountView[]): string {
  if (accounts.length === 0) return 'No accounts.\n';
  return tableText(
    [{ head: 'NAME' }, { head: 'HOW' }, { head: 'SIGN-IN' }, { head: 'FROM' }, { head: 'SERVERS' }],
    accounts.map((account) => [
      printableLine(account.name),
      account.auth,
      sessionWords(account),
      account.managed ? 'policy' : 'you',
      account.origins.map(printableLine).join(' '),
    ]),
  );
}

/** One account, and what is still to be done for it. */
export function accountLine(account: AccountView): string {
  const next =
    account.auth === 'none' || account.session.state === 'signedIn'
      ? ''
      : `: ${account.auth === 'headers' ? setHeadersCommand(account.name) : signInCommand(account.name, account.byBrowser)}`;
  const note = account.session.state === 'signedIn' ? keptWords(account.session.keptBy) : null;
  return `${account.name}  ${sessionWords(account)}${next}\n${note === null ? '' : `${note}\n`}`;
}
