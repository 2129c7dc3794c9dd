import type { OutboxError } from '../../../shared/contracts/errors.ts';
import type { Result } from '../../../shared/lang/result.ts';

/** What a file of certificates has. */
export interface CaFile {
  /** The certificates alone, whatever else stands in the file. */
  readonly pem: string;
  readonly certificates: number;
  /** When the last of them that has not expired yet does; milliseconds since 1970. */
  readonly expiresAt: number;
}

/** The files of certificates that accounts name; read anew when one has changed. */
export interface CaFiles {
  /** CA_FILE_NOT_FOUND, CA_FILE_INVALID, CA_FILE_EXPIRED; each with the path, and the account that names it. */
  read(path: string, account: string): Promise<Result<CaFile, OutboxError>>;
}
