import type { Keychain } from '../../electron/adapters/secrets/keychain.ts';

export interface FakeKeychain extends Keychain {
  readonly items: Map<string, string>;
  readonly calls: string[];
  /** `locked` as keytar has it: reads as if empty, refuses to write, deletes nothing. */
  mood: 'well' | 'locked' | 'hanging' | 'failing' | 'forgetful';
}

/** A keychain in memory that can be in every bad mood a real one was seen in. */
export function createFakeKeychain(keptBy: Keychain['keptBy'] = 'keytar'): FakeKeychain {
  const items = new Map<string, string>();
  const calls: string[] = [];
  async function enter(call: string, account: string): Promise<void> {
    calls.push(`${call} ${account}`);
    if (fake.mood === 'hanging') await new Promise(() => {});
    if (fake.mood === 'failing') throw new Error('org.freedesktop.secrets was not provided');
  }
  const fake: FakeKeychain = {
    keptBy,
    items,
    calls,
    mood: 'well',
    async read(account) {
      await enter('read', account);
      return fake.mood === 'locked' ? null : (items.get(account) ?? null);
    },
    async write(account, text) {
      await enter('write', account);
      if (fake.mood === 'locked') throw new Error('Cannot create an item in a locked collection');
      if (fake.mood !== 'forgetful') items.set(account, text);
    },
    async remove(account) {
      await enter('remove', account);
      return fake.mood === 'locked' ? false : items.delete(account);
    },
  };
  return fake;
}
