import type { ErrorCode, OutboxError } from '../contracts/errors.ts';
import type { MissingValueCause } from '../outbox/value-causes.ts';
import { signInTroubleSentence } from './credential-sentences.ts';
import { bytes, count } from './format.ts';
import { fixedWords } from './policy-words.ts';
import { inBraces, missingValueWords } from './value-words.ts';

type Params = OutboxError['params'];

const text = (params: Params, name: string): string => String(params[name] ?? '');
const number = (params: Params, name: string): number => Number(params[name] ?? 0);

/** The profile folder, or the place within it that made trouble. */
const folder = (params: Params): string => text(params, 'folder') || text(params, 'path');

const ofFile = (params: Params): string =>
  `"${text(params, 'path')}" (${bytes(number(params, 'bytes'))})`;

const at = (params: Params): string =>
  params['path'] === undefined || params['path'] === '' ? '' : `${text(params, 'path')}: `;

const SENTENCES: Readonly<Record<ErrorCode, (params: Params) => string>> = {
  INPUT_INVALID: (p) => `${at(p)}${text(p, 'detail')}`,
  METHOD_UNKNOWN: (p) =>
    `"${text(p, 'method')}" is not a method; use GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS`,
  URL_INVALID: (p) =>
    `"${text(p, 'url')}" is not a complete URL; write it like https://server.example/path`,
  URL_NOT_HTTP: (p) =>
    `"${text(p, 'url')}" is not http or https; only web addresses can be sent to`,
  URL_CREDENTIALS: (p) =>
    `a user name or password stands in the URL for ${text(p, 'origin')}; take it out and use an account`,
  HEADER_INVALID: (p) =>
    `header ${text(p, 'header')} cannot be sent; a name is one word, a value one line without control characters`,
  HEADERS_TOO_MANY: (p) =>
    `${number(p, 'count')} headers are too many; a request may have ${number(p, 'limit')} of its own`,
  SECRET_HEADER: (p) =>
    `header "${text(p, 'header')}" carries credentials; take it out and use an account`,
  RESERVED_HEADER: (p) => `header "${text(p, 'header')}" is set by the outbox; take it out`,
  BODY_NOT_ALLOWED: (p) =>
    `${text(p, 'method')} cannot carry a body; use POST or PUT, or leave the body out`,
  BODY_TOO_LARGE: (p) =>
    `the text is ${bytes(number(p, 'bytes'))}, more than ${bytes(number(p, 'limit'))}; put it into a file and send that as the body`,
  JSON_INVALID: (p) => `this is not JSON: ${text(p, 'detail')}`,
  BODY_NOT_JSON: (p) =>
    `item ${text(p, 'id')} sends no JSON; only values in JSON bodies can be changed this way`,
  JSON_PLACE_MISSING: (p) => `the JSON of item ${text(p, 'id')} has no such place`,
  PART_INVALID: (p) => `part ${text(p, 'part')} of the form cannot be sent: ${text(p, 'detail')}`,
  PRIORITY_INVALID: (p) =>
    `priority ${text(p, 'value')} does not exist; use 1 to 4, or low, normal, high, urgent`,
  EXPIRES_TOO_SOON: (p) =>
    p['notBefore'] === undefined
      ? `it could not be sent any more: its time ended at ${text(p, 'expiresAt')}; give a later one, or none`
      : `it could never be sent: its time ends at ${text(p, 'expiresAt')} and begins at ${text(p, 'notBefore')}; give a later end or an earlier beginning`,
  FILE_LISTS_UNEQUAL: (p) =>
    `${count(number(p, 'paths'), 'file path')} but ${count(number(p, 'fields'), 'field name')}; give one field name for each file`,
  FILE_NOT_FOUND: (p) => `there is no file "${text(p, 'path')}"; check the path`,
  FILE_NOT_REGULAR: (p) =>
    `"${text(p, 'path')}" is not a file but a ${text(p, 'kind') || 'folder or device'}; name a file`,
  FILE_UNREADABLE: (p) => `"${text(p, 'path')}" cannot be read; check its permissions`,
  FILE_CHANGED: (p) =>
    p['since'] === 'accepted'
      ? `"${text(p, 'path')}" is not the file any more that was accepted; put it back, or replace it in the item`
      : `"${text(p, 'path')}" changed while it was being copied; try again when nobody writes to it`,
  FILE_NEEDS_CAPABILITY: () =>
    'a page cannot name a file of this machine; choose the file, so that it is uploaded',
  CHECK_NOT_POSSIBLE: () =>
    'its account does not say where to ask whether it arrived, or asks by a reference that it has not; say what became of it',
  FILE_DIFFERS: () =>
    'this is not the file that was accepted; say that it is a new version to send it in its place',
  DUPLICATE: (p) =>
    `an open item has that dedupe key: ${text(p, 'id')}; wait for it, or say "keep" or "replace"`,
  REF_UNKNOWN: (p) => `no open or delivered item is called "${text(p, 'ref')}"; add that one first`,
  REF_LATER: (p) =>
    `"${text(p, 'ref')}" comes later, as entry ${text(p, 'later')}; put what others wait for before them`,
  REF_CYCLE: (p) => `it would wait for itself by way of "${text(p, 'ref')}"; take that out`,
  PLACEHOLDER_INVALID: (p) =>
    `the placeholder ${inBraces(text(p, 'placeholder'))} cannot be read: ${text(p, 'detail')}; for braces that mean themselves, write {{! in place of {{`,
  PLACEHOLDER_MISPLACED: (p) =>
    `${inBraces(text(p, 'placeholder'))} cannot be filled in where it stands (${text(p, 'where')}); values go into the path and the query of a URL, values of headers, and bodies`,
  PLACEHOLDER_LATE: (p) =>
    `${inBraces(text(p, 'placeholder'))} cannot be brought in by an edit: values from answers are named when a request is added; add a new one, or write {{! in place of {{ for braces that mean themselves`,
  VALUE_MISSING: (p) =>
    `"${text(p, 'ref')}" is delivered, and ${inBraces(text(p, 'value'))} is not to be had: ${missingValueWords(text(p, 'cause') as MissingValueCause)}; write the value itself`,
  ACCOUNT_UNKNOWN: (p) =>
    `there is no account "${text(p, 'account')}"${p['origin'] === undefined ? '' : ` for ${text(p, 'origin')}`}; add it or name another`,
  ACCOUNT_AMBIGUOUS: (p) =>
    `several accounts fit ${text(p, 'origin')} (${text(p, 'accounts')}); name one`,
  JSONL_INVALID: (p) => text(p, 'detail'),
  BATCH_UNKNOWN: () =>
    'this batch is not there any more, and nothing of it was added; begin it anew',
  BATCH_ORDER: (p) =>
    `the batch goes on with request ${text(p, 'expected')}, not with ${text(p, 'from')}; send its pieces in order`,
  BATCH_TOO_LARGE: (p) =>
    `one call takes at most ${count(number(p, 'limit'), 'request')}; hand more over with batch.begin, batch.add and batch.accept`,
  SEARCH_INVALID: (p) => `"${text(p, 'term')}" cannot be searched for: ${text(p, 'detail')}`,
  UPLOAD_UNKNOWN: () => 'this upload is not there any more; choose the file again',
  UPLOAD_OFFSET: (p) =>
    `the upload has ${bytes(number(p, 'size'))} so far; go on from there, or choose the file again`,
  ITEM_NOT_FOUND: (p) => `there is no item ${text(p, 'id')}; see "outtray list"`,
  BODY_NOT_KEPT: () =>
    'this is not kept any more: delivered items keep what was sent and answered for a time only',
  ITEM_SENDING: (p) =>
    `item ${text(p, 'id')} is being sent at this moment; try again when it has an answer`,
  ITEM_STATE: (p) => `item ${text(p, 'id')} is ${text(p, 'state')}; this cannot be done with it`,
  ITEM_OF_ANOTHER: (p) =>
    `item ${text(p, 'id')} was written by ${text(p, 'person') || 'somebody else'}, and somebody else is signed in to its account; make a copy of your own ("outtray duplicate ${text(p, 'id')}"), and change that`,
  SERVER_ASKED: (p) =>
    `the server asked for time before item ${text(p, 'id')} is sent again; add --force to send it now all the same`,
  UNDO_EXPIRED: () =>
    'there is nothing to undo any more; what was done can be undone for 10 seconds, and once',
  TIMED_OUT: (p) =>
    `item ${text(p, 'id')} was neither delivered nor refused in time; it stays in the queue`,
  SECRETS_UNCONFIRMED: () =>
    'this would write passwords and keys where anybody can read them; ask for them twice if that is meant',
  CURSOR_INVALID: () => 'this page mark is not one of ours; begin again without it',
  RESYNC: () => 'too much has changed since; read the list anew',
  NO_SPACE: (p) =>
    p['free'] === undefined
      ? 'the disk is full; nothing was stored, free some space and try again'
      : `the disk has too little room for ${ofFile(p)}: ${bytes(number(p, 'free'))} are free, of which ${bytes(number(p, 'spared'))} stay for the queue itself; nothing was stored. Free some space, take delivered items out ("outtray remove --state delivered"), or let the file stay where it is ("--by-reference")`,
  VAULT_FULL: (p) =>
    `${bytes(number(p, 'held'))} of files are kept and ${bytes(number(p, 'limit'))} may be: too little room for ${ofFile(p)}; nothing was stored. Take delivered items out ("outtray remove --state delivered"), let the file stay where it is ("--by-reference"), or allow more ("outtray settings set vault.maxGigabytes …")`,
  PROFILE_READ_ONLY: (p) =>
    `the profile folder ${folder(p)} cannot be written; check its permissions or choose another with --home`,
  PROFILE_IN_USE: (p) =>
    `another OutTray${p['pid'] === undefined ? '' : ` (process ${text(p, 'pid')})`} is using the profile folder ${folder(p)}; stop it or choose another with --home`,
  PROFILE_OLDER: (p) =>
    `the profile folder ${folder(p)} is of an earlier version; start OutTray once to bring it up to date`,
  PROFILE_NEWER: (p) =>
    `the profile folder ${folder(p)} was written by a newer OutTray; install that version, nothing was changed`,
  PROFILE_UNUSABLE: (p) => `the profile folder ${folder(p)} cannot be used: ${text(p, 'detail')}`,
  ACCOUNT_NOT_FOUND: (p) =>
    `there is no account "${text(p, 'account')}"; see "outtray account list"`,
  ACCOUNT_KIND: (p) =>
    `account "${text(p, 'account')}" does not sign in with ${text(p, 'kind') === 'headers' ? 'tokens but with headers' : 'that'} (${text(p, 'kind')})`,
  PRACTICE_UNAVAILABLE: (p) =>
    `the practice server does not run (${text(p, 'detail')}); start practice mode again`,
  SETTINGS_INVALID: (p) => text(p, 'detail'),
  MANAGED: (p) =>
    `${fixedWords(text(p, 'what'), text(p, 'name'))}, in the policy ${text(p, 'file')}; ask whoever looks after this machine`,
  POLICY_INVALID: (p) =>
    `the policy ${text(p, 'file')} is not right, so nothing that it may fix can be changed; whoever looks after this machine has to correct it ("outtray doctor" says what is wrong)`,
  NO_KEYCHAIN: (p) => {
    const detail = p['detail'] === undefined ? '' : ` (${text(p, 'detail')})`;
    switch (p['reason']) {
      case 'KEYCHAIN_LOCKED':
        return `the keychain is locked${detail}; unlock it, and try again`;
      case 'CREDENTIALS_FILE':
        return `the file that OUTTRAY_CREDENTIALS_FILE names cannot be used: ${text(p, 'detail')}; put it right, and try again`;
      default:
        return `there is no keychain to keep it in${detail}; use a running host ("outtray serve"), OUTTRAY_CREDENTIALS_FILE, or "sync --token-from -"`;
    }
  },
  CA_FILE_NOT_FOUND: (p) =>
    `the certificates of account "${text(p, 'account')}" cannot be read: ${text(p, 'path')} (${text(p, 'detail')}); give the file's full path`,
  CA_FILE_INVALID: (p) =>
    `${text(p, 'path')} has no certificate that can be read (${text(p, 'detail')}); give a PEM file: text that begins with BEGIN CERTIFICATE`,
  CA_FILE_EXPIRED: (p) =>
    `every certificate in ${text(p, 'path')} has expired, the last one on ${text(p, 'expired')}; ask whoever runs your network for the present one`,
  SIGN_IN_UNAVAILABLE: (p) =>
    `account "${text(p, 'account')}" names no place to sign in at; add "authorizationUrl" or "issuer" to its refresh, or set its tokens`,
  SIGN_IN_REFUSED: (p) =>
    `account "${text(p, 'account')}" was not signed in: its server says "${text(p, 'reason')}"; try again, or ask whoever runs it`,
  SIGN_IN_FAILED: (p) =>
    `account "${text(p, 'account')}" was not signed in: ${signInTroubleSentence(text(p, 'reason'))}`,
  SIGN_IN_TIMED_OUT: (p) =>
    `account "${text(p, 'account')}" was not signed in: nobody did so in time; begin again`,
  SIGN_IN_OVER: () => 'this sign-in was given up, or another one began; begin again',
  APP_UNKNOWN: (p) =>
    `the app "${text(p, 'app')}" has no permission to use the outbox, or not any more; allow it in the settings`,
  TARGET_NOT_GRANTED: (p) =>
    `this app may not send ${text(p, 'method')} to ${text(p, 'url')}; allow the address and the method in its settings`,
  PRIORITY_NOT_GRANTED: (p) =>
    `this app may not use that priority, only ${text(p, 'granted') || 'none'}; allow it in its settings`,
  ACCOUNT_NOT_GRANTED: (p) =>
    `this app may not use the account "${text(p, 'account')}"; allow it in its settings`,
  FILES_NOT_GRANTED: (p) =>
    `this app may send ${count(number(p, 'limit'), 'file')} in one request, not ${text(p, 'files')}; send fewer, or allow more in its settings`,
  SIZE_NOT_GRANTED: (p) =>
    `this app may send ${bytes(number(p, 'limit'))} in one request, and this is more; send less, or allow more in its settings`,
  QUOTA_OPEN: (p) =>
    `this app has ${count(number(p, 'limit'), 'item')} in the queue already, which is as many as it may; wait until some are sent`,
  QUOTA_DAY: (p) =>
    `this app has added ${count(number(p, 'limit'), 'item')} within a day, which is as many as it may; try again tomorrow, or allow more in its settings`,
  TOKENS_NOT_GRANTED: (p) =>
    `this app may not sign in the account "${text(p, 'account')}"; allow it in its settings`,
  HOST_NOT_RUNNING: (p) =>
    `OutTray does not run for the profile folder ${folder(p)}; start it, and try again`,
  COMMAND_NEEDS_NODE: (p) =>
    `the installed app has no command "${text(p, 'command')}"; install OutTray under Node for that, as its README says`,
  APPS_NEED_WINDOWS: () =>
    'apps open in the desktop app only; a browser has no outbox to give them',
  APP_BUSY: (p) =>
    `this app has ${count(number(p, 'limit'), 'call')} under way, which is as many as it may; wait until some are answered`,
  HOST_STOPPED: (p) =>
    text(p, 'begun') === 'no'
      ? 'the running host was about to stop and did nothing; try again'
      : 'the running host stopped before it answered; look whether it was done ("outtray list") before you try again',
  HOST_OTHER_VERSION: (p) =>
    `the running host speaks version ${text(p, 'host')} of the protocol, this one ${text(p, 'own')}; end it and start "outtray serve" of this version`,
  HOST_NOT_TRUSTED: (p) =>
    `what listens for the profile folder ${folder(p)} is not its host; stop it, or remove host.json from that folder`,
  SOCKET_UNUSABLE: (p) =>
    `no socket can be used at ${text(p, 'path')} (${text(p, 'detail')}); make its folder yours alone (mode 700), or set XDG_RUNTIME_DIR`,
  PAGE_UNAVAILABLE: (p) =>
    `the page cannot be served on 127.0.0.1 (${text(p, 'detail')}); everything else goes on without it`,
  CALL_TOO_LARGE: (p) =>
    `this is more than the running host takes at once (${bytes(number(p, 'limit'))}); hand it over in parts`,
  ABORTED: () => 'this was ended before it was done; nothing was added',
  NOT_ALLOWED: (p) => `this caller may not use "${text(p, 'call')}"`,
};

/** One line that says what is wrong and what to change. */
export function errorSentence(error: OutboxError): string {
  const line = error.params['line'] ?? error.params['entry'];
  const where =
    line === undefined ? '' : `${error.params['line'] === undefined ? 'entry' : 'line'} ${line}: `;
  return `${where}${SENTENCES[error.code](error.params)}`.replace(/\s*[\r\n]+\s*/g, ' ');
}
