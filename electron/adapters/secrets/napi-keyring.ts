import type { LoadKeychain } from './keychain.ts';

/**
 * Pinned to the Secret Service on Linux: left to itself the library falls back to the kernel's keyring there,
 * which forgets everything at the next start of the machine.
 */
const PLACE = { linux: { store: 'secret-service' } } as const;

export const loadNapiKeyring: LoadKeychain = async (service) => {
  const library = await importLibrary();
  if (library === null) return null;
  // The constructor throws where there is no D-Bus: inside the promise that is a rejection like any other.
  const entry = async (account: string) => new library.AsyncEntry(service, account, PLACE);
  return {
    keptBy: 'napi-keyring',
    read: async (account) => (await (await entry(account)).getPassword()) ?? null,
    write: async (account, text) => (await entry(account)).setPassword(text),
    remove: async (account) => (await entry(account)).deletePassword(),
  };
};

async function importLibrary() {
  try {
    return await import('@napi-rs/keyring');
  } catch {
    return null;
  }
}
