import { z } from 'zod';
import { Secret } from '../../../shared/lang/secret.ts';
import type { AccountSecrets } from '../../core/ports/secret-store.ts';

/** The form in which an account's secrets stand in a keychain and in the credentials file. */
export const storedSecrets = z.object({
  accessToken: z.string().min(1).optional(),
  refreshToken: z.string().min(1).optional(),
  headers: z.record(z.string().min(1), z.string()).optional(),
  subject: z.string().min(1).max(100).optional(),
});

export type StoredSecrets = z.infer<typeof storedSecrets>;

const hidden = (text: string | undefined): Secret | null =>
  text === undefined ? null : new Secret(text);

export const fromStored = ({
  accessToken,
  refreshToken,
  headers = {},
  subject,
}: StoredSecrets): AccountSecrets => ({
  accessToken: hidden(accessToken),
  refreshToken: hidden(refreshToken),
  headers: Object.entries(headers).map(([name, value]) => ({ name, value: new Secret(value) })),
  subject: subject ?? null,
});

export const toStored = ({
  accessToken,
  refreshToken,
  headers,
  subject,
}: AccountSecrets): StoredSecrets => ({
  ...(accessToken === null ? {} : { accessToken: accessToken.reveal() }),
  ...(refreshToken === null ? {} : { refreshToken: refreshToken.reveal() }),
  ...(headers.length === 0
    ? {}
    : { headers: Object.fromEntries(headers.map(({ name, value }) => [name, value.reveal()])) }),
  ...(subject === null ? {} : { subject }),
});

export const secretText = (secrets: AccountSecrets): string => JSON.stringify(toStored(secrets));

/** Null when the text is not ours. No error is passed on: its message would quote the text. */
export function readSecretText(text: string): AccountSecrets | null {
  try {
    return fromStored(storedSecrets.parse(JSON.parse(text)));
  } catch {
    return null;
  }
}
