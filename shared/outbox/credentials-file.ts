/** Why the file that OUTTRAY_CREDENTIALS_FILE names cannot be used. */
export type CredentialsFileTrouble =
  /** Nothing is there. The first sign-in makes the file, where its folder exists. */
  | { readonly kind: 'missing' }
  /** `mode`: its permission bits, e.g. `0644`. */
  | { readonly kind: 'openToOthers'; readonly mode: string }
  /** A folder, a pipe or a device. */
  | { readonly kind: 'notAFile' }
  | { readonly kind: 'tooLarge' }
  /** Not JSON, or not of the form. */
  | { readonly kind: 'notCredentials' }
  /** `detail`: the system's code, e.g. `EACCES`. */
  | { readonly kind: 'unreadable'; readonly detail: string };

/** The file and what is wrong with it. */
export interface WrongCredentialsFile {
  /**
   * Its full path. Null: what is given is none; it may be a secret that somebody put in place of one, and is not
   * repeated.
   */
  readonly file: string | null;
  readonly trouble: CredentialsFileTrouble;
}
