import { assertNever } from '../lang/assert-never.ts';
import type { CredentialsFileTrouble, WrongCredentialsFile } from '../outbox/credentials-file.ts';

const FORM = '{"account": {"accessToken", "refreshToken", "headers"}}';

/** What is wrong with the credentials file, as part of a line. */
export function credentialsFileTroubleWords(trouble: CredentialsFileTrouble): string {
  switch (trouble.kind) {
    case 'missing':
      return 'it does not exist';
    case 'openToOthers':
      return `others on this machine have access to it (${trouble.mode})`;
    case 'notAFile':
      return 'it is not a file';
    case 'tooLarge':
      return 'it is too large';
    case 'notCredentials':
      return `it is not JSON of the form ${FORM}`;
    case 'unreadable':
      return `it cannot be read (${trouble.detail})`;
    default:
      return assertNever(trouble);
  }
}

interface WrongAndNeeded extends WrongCredentialsFile {
  /** Whether an account has secrets. */
  readonly needed: boolean;
}

/** What is wrong with the credentials file, and what to do, on the command line. */
export function credentialsFileSentence({ file, trouble, needed }: WrongAndNeeded): string {
  const which =
    file === null
      ? 'What OUTTRAY_CREDENTIALS_FILE is set to'
      : `The file ${file}, which OUTTRAY_CREDENTIALS_FILE names,`;
  const words = `${which} cannot be used: ${credentialsFileTroubleWords(trouble)}`;
  return needed
    ? `${words}, and an account needs it. ${file === null ? FULL_PATH : remedy(file, trouble)}`
    : `${words}; no account needs it.`;
}

const FULL_PATH = 'Set it to the full path of the file.';

function remedy(file: string, trouble: CredentialsFileTrouble): string {
  switch (trouble.kind) {
    case 'missing':
      return 'Put it there, set the path to where it is, or have it made by "outtray account set-token".';
    case 'openToOthers':
      return `Close it: chmod 600 "${file}".`;
    case 'notAFile':
    case 'tooLarge':
      return 'Set the path to the right file.';
    case 'notCredentials':
      return 'Correct what stands in it.';
    case 'unreadable':
      return 'Let the user who runs OutTray read and write it, and nobody else.';
    default:
      return assertNever(trouble);
  }
}

/** The same for people who have the window, and did not name the file themselves. */
export function pageCredentialsFileSentence({ file, trouble, needed }: WrongAndNeeded): string {
  const which =
    file === null
      ? 'The file in which secrets are kept'
      : `The file ${file}, in which secrets are kept,`;
  const words = `${which} cannot be used: ${credentialsFileTroubleWords(trouble)}`;
  return needed
    ? `${words}, and an account needs it. ${file === null ? ASK : pageRemedy(trouble)}`
    : `${words}; no account needs it.`;
}

const ASK = 'Tell whoever set OutTray up.';

function pageRemedy(trouble: CredentialsFileTrouble): string {
  switch (trouble.kind) {
    case 'missing':
      return 'Put it there, or sign in under Accounts, which makes it.';
    case 'openToOthers':
      return 'Take away their permission, so that only you can open it.';
    case 'notAFile':
    case 'tooLarge':
    case 'notCredentials':
    case 'unreadable':
      return ASK;
    default:
      return assertNever(trouble);
  }
}
