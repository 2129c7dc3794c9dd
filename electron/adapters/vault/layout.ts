import { hash } from 'node:crypto';
import { join } from 'node:path';

/** Where things lie in a vault. Names are relative to it, with `/` on every system. */
export const SHARDS: readonly string[] = Array.from({ length: 256 }, (_, n) =>
  n.toString(16).padStart(2, '0'),
);

export const PART_SUFFIX = '.part';

export const generationPath = (root: string): string => join(root, 'generation');

export const lostFolder = (root: string): string => join(root, 'lost');

/** Files on their way in: nothing in it outlives the process that began them. */
export const uploadsFolder = (root: string): string => join(root, 'uploads');

/** The name of a file in the vault, spread over the shards; `id` may be any text. */
export function vaultName(id: string, session: string): string {
  return `${hash('sha256', id).slice(0, 2)}/${id.replace(/[^\w-]/g, '-')}.${session}`;
}

/** Eight hex digits from the random end of a UUID. */
export const sessionOf = (uuid: string): string => uuid.replaceAll('-', '').slice(-8);

export const isOfSession = (name: string, session: string): boolean =>
  name.endsWith(`.${session}`) || name.endsWith(`.${session}${PART_SUFFIX}`);

const VAULT_NAME = /^[0-9a-f]{2}\/[\w-]+\.[0-9a-f]{8}$/;

/** A name from a damaged row never leads out of the vault. */
export const isVaultName = (name: string): boolean => VAULT_NAME.test(name);

export const isPartName = (name: string): boolean =>
  name.endsWith(PART_SUFFIX) && isVaultName(name.slice(0, -PART_SUFFIX.length));
