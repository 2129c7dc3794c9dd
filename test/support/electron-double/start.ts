import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { useDouble } from './hook.ts';

// Starts an app as Electron does: `node start.ts MAIN [ARGUMENT…]`. Whether it is ready is decided by the double, once
// all of main's modules have run.

useDouble();
Object.defineProperty(process, 'type', { value: 'browser' });
const { appCodeLoaded } = await import('./app.ts');
await import(pathToFileURL(resolve(process.argv[2] ?? '')).href);
appCodeLoaded();
