import { assertNever } from '../lang/assert-never.ts';
import type { KeptBy } from '../outbox/account.ts';
import { isCertificateCode } from '../outbox/certificate-codes.ts';
import type { Finding, ProxySource } from '../outbox/finding.ts';
import { credentialSentence } from './credential-sentences.ts';
import { credentialsFileSentence } from './credentials-file-words.ts';
import { diskSentence } from './disk-words.ts';
import { errorSentence } from './error-sentences.ts';
import { bytes, count, span } from './format.ts';
import { fromWhomWords, policyTrouble, settingsFromSentence } from './policy-words.ts';
import { proxySignInCommand, proxySourceWords } from './proxy-words.ts';
import { reachSentence } from './reach-words.ts';
import { settingsProblemSentence } from './settings-words.ts';

const PLACES: Readonly<Record<KeptBy, string>> = {
  keytar: "in the system's keychain (keytar)",
  'napi-keyring': "in the system's keychain (keyring)",
  'credentials-file': 'in the file that OUTTRAY_CREDENTIALS_FILE names',
  session: 'in memory, for as long as the host runs',
};

export const signInCommand = (account: string, byBrowser: boolean): string =>
  byBrowser
    ? `outtray account sign-in ${account}`
    : `outtray account set-token ${account} < tokens.json`;

/** The file is {"headers":{NAME:VALUE}}. */
export const setHeadersCommand = (account: string): string =>
  `outtray account set-token ${account} < headers.json`;

interface Way {
  readonly proxy: string | null;
  readonly from: ProxySource | null;
}

const through = ({ proxy, from }: Way): string => {
  if (proxy !== null)
    return `, by the proxy ${proxy}${from === null ? '' : ` of ${proxySourceWords(from)}`}`;
  return from === null ? '' : `, directly as ${proxySourceWords(from)} has it`;
};

function unreachable(finding: Extract<Finding, { code: 'ORIGIN_UNREACHABLE' }>): string {
  const { origin, detail, proxy, signer } = finding;
  if (detail === 'PROXY_407' && proxy !== null)
    return `${origin} cannot be reached: the proxy ${proxy} asks for a sign-in. Give it one: ${proxySignInCommand(proxy)}`;
  if (isCertificateCode(detail))
    return `${origin} shows a certificate that is not trusted${signer === null ? '' : `, signed by "${signer}"`} (${detail})${through(finding)}. If your company looks into TLS, or runs that server itself, give the account its CA file: "ca":{"file":"company-ca.pem"}.`;
  return `${origin} cannot be reached${through(finding)}: ${reachSentence(detail)}. Check the network and the address; its items wait.`;
}

const aheadOrBehind = (byMs: number): string =>
  `${span(Math.abs(byMs))} ${byMs > 0 ? 'behind' : 'ahead of'}`;

function accountWell({
  account,
  how,
  refreshes,
}: Extract<Finding, { code: 'ACCOUNT_WELL' }>): string {
  switch (how) {
    case 'none':
      return `Account "${account}" can send: it needs no sign-in.`;
    case 'headers':
      return `Account "${account}" can send: its headers are there.`;
    case 'bearer':
      return refreshes
        ? `Account "${account}" can send: it got a fresh token.`
        : `Account "${account}" can send: its token is there. Whether the server takes it shows with the next request.`;
    default:
      return assertNever(how);
  }
}

const filesWords = ({ files, bytes: size, most }: Extract<Finding, { code: 'VAULT_WELL' }>) =>
  files === 0
    ? `No files are stored; there may be ${bytes(most)}`
    : `All stored files are there: ${files}, ${bytes(size)} of at most ${bytes(most)}`;

const day = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** One finding in one or two sentences: what is so, and what to do where something is to be done. */
export function findingSentence(finding: Finding): string {
  switch (finding.code) {
    case 'FOLDER_MISSING':
      return `There is no profile folder ${finding.path} yet; the first "outtray add" makes it.`;
    case 'FOLDER_WELL':
      return `The profile folder is ${finding.path}, for you alone${finding.freeBytes === null ? '' : `, with ${bytes(finding.freeBytes)} free`}${finding.ballastBytes === 0 ? '' : ` and ${bytes(finding.ballastBytes)} set aside for a full disk`}.`;
    case 'FOLDER_NOT_A_FOLDER':
      return `${finding.path} is not a folder. Move it away, or choose another place with --home.`;
    case 'FOLDER_CLOSED':
      return `The profile folder ${finding.path} cannot be read and written (${finding.detail}). Correct its permissions, or choose another with --home.`;
    case 'FOLDER_OPEN_TO_OTHERS':
      return `Others on this machine may look into the profile folder ${finding.path} (${finding.mode}). Close it: chmod 700 "${finding.path}".`;
    case 'FOLDER_OF_SOMEBODY_ELSE':
      return `The profile folder ${finding.path} belongs to another user. Run OutTray as that user, or choose another folder with --home.`;
    case 'DISK_NEARLY_FULL':
      return `Only ${bytes(finding.freeBytes)} are free where ${finding.path} is. Free some space: with a full disk nothing can be added.`;
    case 'DISK_FULL':
      return diskSentence(finding);
    case 'SETTINGS_INVALID':
      return settingsProblemSentence(finding.problem);
    case 'POLICY_NONE':
      return `Nobody manages this machine for OutTray: there is no ${finding.path}.`;
    case 'POLICY_WELL':
      return `This machine is managed: ${finding.path} sets ${count(finding.settings, 'setting')}, ${count(finding.accounts, 'account')} and ${count(finding.apps, 'app')}.`;
    case 'POLICY_INVALID':
      return policyTrouble(finding.policy) ?? '';
    case 'POLICY_OPEN_TO_USERS':
      return `Users of this machine may change the policy ${finding.path}. Let it belong to the administrator, and nobody else write it.`;
    case 'SETTINGS_FROM':
      return settingsFromSentence(finding.settings);
    case 'ACCOUNTS_FROM':
      return `Accounts: ${fromWhomWords(finding.accounts)}.`;
    case 'APPS_FROM':
      return `Apps: ${fromWhomWords(finding.apps)}.`;
    case 'DATABASE_NONE':
      return 'Nothing was stored yet.';
    case 'DATABASE_WELL':
      return `The database is sound: ${count(finding.items, 'item')}, ${bytes(finding.bytes)}, schema ${finding.version}.`;
    case 'DATABASE_WORKS':
      return `The database works: ${count(finding.items, 'item')}, ${bytes(finding.bytes)}, schema ${finding.version}. At this size looking through all of it takes a while; "outtray doctor" does so.`;
    case 'DATABASE_DAMAGED':
      return `The database is damaged (${finding.detail}). Copy the profile folder before anything else; the next start keeps the damaged one aside and begins a new one.`;
    case 'DATABASE_NEWER':
      return `The database was written by a newer OutTray (schema ${finding.version}). Install that version; nothing was changed.`;
    case 'DATABASE_FOREIGN':
      return 'The database in the profile folder is not one of OutTray. Choose another folder with --home.';
    case 'DATABASE_UNREADABLE':
      return `The database cannot be read (${finding.detail}). Check the disk and the permissions of the profile folder.`;
    case 'ITEMS_NEED_DECISION':
      return `${count(finding.items, 'item')} ${finding.items === 1 ? 'waits' : 'wait'} for your decision. See "outtray status".`;
    case 'VAULT_WELL':
      return `${filesWords(finding)}${finding.orphans === 0 ? '' : `, and ${finding.orphans} that nothing refers to, which are set aside by themselves`}${finding.lost === 0 ? '' : `, and ${finding.lost} set aside`}.`;
    case 'VAULT_FILES_MISSING':
      return `${count(finding.missing, 'stored file')} ${finding.missing === 1 ? 'is' : 'are'} gone from the vault (${finding.examples.join(', ')}). Bring the folder "vault" back from a backup; their items are kept and need you when their turn comes.`;
    case 'ORIGIN_WELL':
      return `${finding.origin} can be reached (${Math.round(finding.tookMs)} ms${through(finding)}).`;
    case 'ORIGIN_UNREACHABLE':
      return unreachable(finding);
    case 'PAC_WELL':
      return `The PAC file ${finding.pac} was read: it says which proxy requests go by.`;
    case 'PAC_SILENT':
      return `The PAC file ${finding.pac} cannot be reached: ${reachSentence(finding.detail)}. Requests go directly; that is right outside of your company's network.`;
    case 'PAC_WRONG':
      return `The PAC file ${finding.pac} cannot be used (${finding.detail}), so nothing is sent. Put the file right, or set "proxy" to something else.`;
    case 'CA_FILE_WELL':
      return `Account "${finding.account}" trusts the certificates in ${finding.file}, until ${day(finding.expiresAt)}.`;
    case 'CA_FILE_ENDS_SOON':
      return `The certificates of account "${finding.account}" in ${finding.file} expire on ${day(finding.expiresAt)}. Ask whoever runs your network for new ones.`;
    case 'CA_FILE_WRONG':
      return `Account "${finding.account}": ${errorSentence(finding.problem)}.`;
    case 'ORIGINS_NOT_ASKED':
      return `${count(finding.origins, 'further server')} ${finding.origins === 1 ? 'was' : 'were'} not asked.`;
    case 'CLOCK_WELL':
      return 'The clock shows nothing unusual.';
    case 'CLOCK_JUMPED':
      return `The clock was set by ${span(Math.abs(finding.byMs))} just now. Let it be set automatically; times of waits may be off.`;
    case 'CLOCK_WENT_BACK':
      return `The clock is ${span(finding.byMs)} behind the newest entry of the queue, so it was set back, or was ahead. Check date and time.`;
    case 'CLOCK_DIFFERS':
      return `The clock of this machine is ${aheadOrBehind(finding.byMs)} that of ${finding.origin}. Check date and time: sign-ins and times of waits depend on them.`;
    case 'KEYCHAIN_WELL':
      return `Secrets are kept ${PLACES[finding.keptBy]}.`;
    case 'KEYCHAIN_LOCKED':
      return finding.needed
        ? `The keychain is locked (${finding.detail}), and an account needs it. Unlock it, e.g. by logging in to the desktop; for a machine that nobody logs in to, set OUTTRAY_CREDENTIALS_FILE.`
        : 'The keychain is locked; no account needs it.';
    case 'KEYCHAIN_NONE':
      return finding.needed
        ? `There is no keychain that works (${finding.detail}), and an account needs one. Unlock or install one, set OUTTRAY_CREDENTIALS_FILE, or use a running host ("outtray serve").`
        : 'There is no keychain that works; no account needs one.';
    case 'CREDENTIALS_FILE_WRONG':
      return credentialsFileSentence(finding);
    case 'SIGN_IN_NEEDED':
      return finding.how === 'headers'
        ? `Account "${finding.account}" has no headers to sign in with: ${setHeadersCommand(finding.account)}`
        : `Account "${finding.account}" needs to be signed in: ${signInCommand(finding.account, finding.how === 'browser')}`;
    case 'PEOPLE_NOT_TOLD_APART':
      return `Account "${finding.account}" cannot tell people apart: its items are sent as whoever is signed in. Where people share this machine, give it an "identity" ("outtray account add --help").`;
    case 'ACCOUNT_WELL':
      return accountWell(finding);
    case 'ACCOUNT_IN_TROUBLE':
      return `Account "${finding.account}": ${credentialSentence(finding.trouble)}.`;
    case 'HOST_RUNNING':
      return `A host is running and answers (process ${finding.pid}).`;
    case 'HOST_SILENT':
      return 'Some process is using the profile folder, and does not answer. If that stays so, end it.';
    case 'HOST_NONE':
      return 'No host is running; "outtray serve" or "outtray sync" sends.';
    case 'VERSIONS':
      return `OutTray ${finding.app}, Node ${finding.node}, SQLite ${finding.sqlite}, ${finding.os}.`;
    default:
      return assertNever(finding);
  }
}
