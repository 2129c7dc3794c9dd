// Opens the vault of a profile folder and copies one file into it, in a process that can be watched and killed:
// node snapshot-child.ts FOLDER FILE. Prints the answer as JSON; writes FOLDER/acknowledged when it is a file.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openVault } from '../../../electron/adapters/vault/open-vault.ts';

const [folder = '', file = ''] = process.argv.slice(2);
const opened = await openVault({
  folder,
  generation: 'generation-1',
  isNewDatabase: false,
  clock: { now: () => Date.now(), monotonic: () => performance.now() },
  most: () => Number.MAX_SAFE_INTEGER,
  disk: { space: () => null },
  newId: () => '00000000-0000-4000-8000-00000000c0de',
});
const copied = opened.ok ? await opened.value.snapshot(file) : opened;
if (copied.ok) writeFileSync(join(folder, 'acknowledged'), JSON.stringify(copied.value));
console.log(JSON.stringify(copied));
