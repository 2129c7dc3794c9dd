import type { LoadKeychain } from './keychain.ts';

/** The part of keytar 7.9.0 that is used. Its own types are gone where the package could not be installed. */
interface Keytar {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, password: string): Promise<void>;
  deletePassword(service: string, account: string): Promise<boolean>;
}

const PACKAGE: string = 'keytar';

export const loadKeytar: LoadKeychain = async (service) => {
  const keytar = await importKeytar();
  return keytar === null
    ? null
    : {
        keptBy: 'keytar',
        read: (account) => keytar.getPassword(service, account),
        write: (account, text) => keytar.setPassword(service, account, text),
        remove: (account) => keytar.deletePassword(service, account),
      };
};

/** Null when it is not installed, was never built, or misses libsecret. */
async function importKeytar(): Promise<Keytar | null> {
  try {
    const loaded = (await import(PACKAGE)) as { readonly default: Keytar };
    return typeof loaded.default.getPassword === 'function' ? loaded.default : null;
  } catch {
    return null;
  }
}
