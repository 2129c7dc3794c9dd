import dns, { type LookupAddress } from 'node:dns';

/** What a name means in this test file: addresses in the order of the answer, or an error's code; null: never an answer. */
type Meaning = readonly string[] | { readonly code: string } | null;

const meanings = new Map<string, () => Meaning>();
const real = dns.lookup;

/** Whoever looks a name up sees what the test says of it; all other names keep their meaning. Import this file first. */
export function nameMeans(name: string, meaning: () => Meaning): void {
  meanings.set(name, meaning);
}

const familyOf = (address: string): 4 | 6 => (address.includes(':') ? 6 : 4);

type Callback = (
  error: NodeJS.ErrnoException | null,
  found: string | readonly LookupAddress[],
  family?: number,
) => void;

Reflect.set(dns, 'lookup', (...args: readonly unknown[]) => {
  const name = String(args[0]);
  const answer = args.at(-1) as Callback;
  const options = (args.length > 2 ? args[1] : {}) as dns.LookupOptions;
  const meaning = meanings.get(name);
  if (meaning === undefined) return Reflect.apply(real, dns, args);
  const meant = meaning();
  if (meant === null) return undefined;
  setImmediate(() => {
    if ('code' in meant) {
      answer(Object.assign(new Error(`getaddrinfo ${meant.code} ${name}`), meant), []);
      return;
    }
    const found = meant.map((address) => ({ address, family: familyOf(address) }));
    if (options.all === true) answer(null, found);
    else answer(null, found[0]?.address ?? '', found[0]?.family ?? 4);
  });
  return undefined;
});
