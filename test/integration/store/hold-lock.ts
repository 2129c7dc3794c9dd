import { acquireProfileLock } from '../../../electron/adapters/store/profile-lock.ts';

// Holds the lock of a profile folder until it is killed: hold-lock.ts FOLDER
const lock = acquireProfileLock(process.argv[2] ?? '');
process.stdout.write(lock.ok ? 'held\n' : `${lock.error.code}\n`);
setInterval(() => lock.ok, 60_000);
