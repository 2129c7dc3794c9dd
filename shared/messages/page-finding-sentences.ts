import { isCertificateCode } from '../outbox/certificate-codes.ts';
import type { Finding } from '../outbox/finding.ts';
import { pageCredentialsFileSentence } from './credentials-file-words.ts';
import { findingSentence } from './finding-sentences.ts';
import { count } from './format.ts';

/** As `findingSentence`, for people who have the window and no command line in front of them. */
export function pageFindingSentence(finding: Finding): string {
  switch (finding.code) {
    case 'FOLDER_MISSING':
      return `There is no profile folder ${finding.path} yet; the first item makes it.`;
    case 'FOLDER_NOT_A_FOLDER':
      return `${finding.path} is not a folder. Move it away, and start OutTray again.`;
    case 'FOLDER_CLOSED':
      return `The profile folder ${finding.path} cannot be read and written (${finding.detail}). Correct its permissions.`;
    case 'FOLDER_OPEN_TO_OTHERS':
      return `Others on this machine may look into the profile folder ${finding.path} (${finding.mode}). Take away their permission, so that only you can open it.`;
    case 'FOLDER_OF_SOMEBODY_ELSE':
      return `The profile folder ${finding.path} belongs to another user. Start OutTray as that user.`;
    case 'DATABASE_WORKS':
      return `The database works: ${count(finding.items, 'item')}, schema ${finding.version}. It is too large to be looked through while OutTray runs.`;
    case 'DATABASE_FOREIGN':
      return 'The database in the profile folder is not one of OutTray. Move it away, and start OutTray again.';
    case 'ITEMS_NEED_DECISION':
      return `${count(finding.items, 'item')} ${finding.items === 1 ? 'waits' : 'wait'} for your decision.`;
    case 'KEYCHAIN_WELL':
      return `Secrets are kept ${PLACES[finding.keptBy]}.`;
    case 'KEYCHAIN_LOCKED':
      return finding.needed
        ? 'The keychain is locked, and an account needs it. Unlock it; what waits for it then goes by itself. Until then what you sign in with is forgotten when OutTray ends.'
        : 'The keychain is locked; no account needs it.';
    case 'KEYCHAIN_NONE':
      return finding.needed
        ? 'There is no keychain that works, and an account needs one. Unlock it, or have one installed. Until then what you sign in with is forgotten when OutTray ends.'
        : 'There is no keychain that works; no account needs one.';
    case 'CREDENTIALS_FILE_WRONG':
      return pageCredentialsFileSentence(finding);
    case 'SIGN_IN_NEEDED':
      return finding.how === 'headers'
        ? `The account "${finding.account}" has nothing to sign in with. Set its headers under Accounts.`
        : `The account "${finding.account}" needs to be signed in. ${finding.how === 'browser' ? 'Do so' : 'Set its tokens'} under Accounts.`;
    case 'PEOPLE_NOT_TOLD_APART':
      return `The account "${finding.account}" cannot tell people apart: its items are sent as whoever is signed in.`;
    case 'ORIGIN_UNREACHABLE':
      return unreachable(finding);
    case 'HOST_RUNNING':
      return `OutTray is running (process ${finding.pid}).`;
    case 'HOST_NONE':
      return 'OutTray is not running, so nothing is sent.';
    // The others name nothing that the window does not have.
    default:
      return findingSentence(finding);
  }
}

function unreachable(finding: Extract<Finding, { code: 'ORIGIN_UNREACHABLE' }>): string {
  const { origin, detail, proxy, signer } = finding;
  if (detail === 'PROXY_407' && proxy !== null)
    return `${origin} cannot be reached: the proxy ${proxy} asks for a sign-in.`;
  if (isCertificateCode(detail))
    return `${origin} shows a certificate that is not trusted${signer === null ? '' : `, signed by "${signer}"`} (${detail}). If your company looks into TLS, or runs that server itself, give the account its CA file under Accounts.`;
  return findingSentence(finding);
}

const PLACES = {
  keytar: 'in the keychain of this computer',
  'napi-keyring': 'in the keychain of this computer',
  'credentials-file': 'in a file that whoever set OutTray up has named',
  session: 'in memory, for as long as OutTray runs',
} as const;
