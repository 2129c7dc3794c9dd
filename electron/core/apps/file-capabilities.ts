import { type OutboxError, outboxError } from '../../../shared/contracts/errors.ts';
import { err, type Result } from '../../../shared/lang/result.ts';
import type { Source } from '../../../shared/outbox/item.ts';
import type { StoredFile } from '../../../shared/outbox/request.ts';
import type { Uploads } from '../ports/uploads.ts';
import type { FileAside, Vault } from '../ports/vault.ts';
import { type Apps, grantOf } from './app-book.ts';
import { refusedForSize } from './check-grant.ts';

/** Files that one caller may put into a request: each is named by a token that is good once, and only for that caller. */
export interface CallerFiles {
  /** Also FILES_NOT_GRANTED for an app that has as many under way as it may. */
  begin: Uploads['begin'];
  /** Also SIZE_NOT_GRANTED for an app: nothing is left of the upload then. */
  append: Uploads['append'];
  drop(token: string): Promise<void>;
  /** A token for a file that a person chose for this caller; the file is read when a request takes it. */
  offer(file: OfferedFile): string;
  filenameOf(token: string): string | null;
  /** UPLOAD_UNKNOWN for what is not there, was taken before, or is another caller's. */
  take(token: string, aside: FileAside): Promise<Result<StoredFile, OutboxError>>;
  /** When whoever could name them is gone. */
  dropAll(): Promise<void>;
}

/** Never told to whom it is offered: an app learns the name only. */
export interface OfferedFile {
  readonly path: string;
  readonly filename: string;
}

export type FilesOf = (source: Source) => CallerFiles;

interface Deps {
  readonly uploads: Uploads;
  readonly vault: Pick<Vault, 'snapshot'>;
  readonly apps: Pick<Apps, 'find'>;
  /** Cannot be guessed. */
  readonly newToken: () => string;
}

/** Requests that an app may be preparing at a time, each with as many files as it may have. */
const REQUESTS_AT_ONCE = 4;

/** More files than anybody chooses for one app and leaves unused: the oldest go first. */
const MOST_OFFERED = 2_000;

interface Offer extends OfferedFile {
  readonly owner: string | null;
}

/** An app has files of its own; the window and scripts are one person, and share theirs. */
const ownerOf = (source: Source): string | null => (source.kind === 'app' ? source.app : null);

export function createFileCapabilities({ uploads, vault, apps, newToken }: Deps): FilesOf {
  const uploadOwners = new Map<string, string | null>();
  const offers = new Map<string, Offer>();
  const unknown = (): Result<never, OutboxError> => err(outboxError('UPLOAD_UNKNOWN'));

  return (source) => {
    const owner = ownerOf(source);
    const isOwnUpload = (token: string): boolean =>
      uploadOwners.has(token) && uploadOwners.get(token) === owner;
    const ownOffer = (token: string): Offer | null => {
      const offer = offers.get(token);
      return offer?.owner === owner ? offer : null;
    };
    const ownUploads = (): readonly string[] =>
      [...uploadOwners.keys()].filter((token) => {
        // One that was given up meanwhile is nobody's any more.
        if (uploads.filenameOf(token) === null) uploadOwners.delete(token);
        return isOwnUpload(token);
      });

    async function drop(token: string): Promise<void> {
      if (ownOffer(token) !== null) offers.delete(token);
      if (!isOwnUpload(token)) return;
      uploadOwners.delete(token);
      await uploads.drop(token);
    }

    return {
      async begin(filename) {
        const granted = grantOf(apps, source);
        if (!granted.ok) return granted;
        if (granted.value !== null) {
          const files = ownUploads().length + 1;
          const limit = granted.value.files * REQUESTS_AT_ONCE;
          if (files > limit) return err(outboxError('FILES_NOT_GRANTED', { files, limit }));
        }
        const begun = await uploads.begin(filename);
        if (begun.ok) uploadOwners.set(begun.value.upload, owner);
        return begun;
      },
      async append(token, offset, bytes) {
        if (!isOwnUpload(token)) return unknown();
        const granted = grantOf(apps, source);
        if (!granted.ok) return granted;
        const refused = granted.value && refusedForSize(granted.value, offset + bytes.length);
        if (refused === null) return uploads.append(token, offset, bytes);
        await drop(token);
        return err(refused);
      },
      drop,
      offer(file) {
        const token = newToken();
        offers.set(token, { ...file, owner });
        const [oldest] = offers.keys();
        if (offers.size > MOST_OFFERED && oldest !== undefined) offers.delete(oldest);
        return token;
      },
      filenameOf: (token) =>
        ownOffer(token)?.filename ?? (isOwnUpload(token) ? uploads.filenameOf(token) : null),
      async take(token, aside) {
        const offer = ownOffer(token);
        if (offer !== null) {
          offers.delete(token);
          const taken = await vault.snapshot(offer.path, aside);
          return taken.ok ? taken : err(withoutPath(taken.error, offer));
        }
        if (!isOwnUpload(token)) return unknown();
        uploadOwners.delete(token);
        return uploads.take(token);
      },
      async dropAll() {
        const offered = [...offers.keys()].filter((token) => ownOffer(token) !== null);
        await Promise.all([...offered, ...ownUploads()].map(drop));
      },
    };
  };
}

/** What went wrong with a file, in words that do not say where it lies. */
const withoutPath = ({ code, params }: OutboxError, { filename }: OfferedFile): OutboxError =>
  outboxError(code, 'path' in params ? { ...params, path: filename } : params);
