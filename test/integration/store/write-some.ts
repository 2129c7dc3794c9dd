import { err, ok } from '../../../shared/lang/result.ts';
import { newItem, request, textBody } from '../../support/item-fixtures.ts';
import { openTestStore } from '../../support/temp-store.ts';

// A process of its own for tests that watch or disturb its system calls:
//   write-some.ts FOLDER COUNT one-by-one|together
// prints a line for each write, `stored ID` or the failure's code, and leaves without closing the store.
const [folder = '', count = '0', how = 'one-by-one'] = process.argv.slice(2);
const { store } = openTestStore({ folder });

const write = async (n: number): Promise<void> => {
  const id = `${process.pid}-${n}`;
  const result = await store.write((tx) => {
    tx.insert(newItem({ id }), request(textBody('x'.repeat(500))), [], n);
    return n < 0 ? err(n) : ok(n);
  });
  const line = result.ok ? `stored ${id}` : JSON.stringify(result.error);
  process.stdout.write(`${line}\n`);
};

const numbers = Array.from({ length: Number(count) }, (_, n) => n);
if (how === 'together') await Promise.all(numbers.map(write));
else for (const n of numbers) await write(n);
process.exit(0);
