import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { useDouble } from './hook.ts';

// Starts an app as Electron does: `node start.ts MAIN [ARGUMENT…]`. Whether it is ready is decided by the double, once
// all of main's modules have run. The app sees a command line without `start.ts`; packaged, it is its own program.

useDouble();
Object.defineProperty(process, 'type', { value: 'browser' });
const { app, appCodeLoaded } = await import('./app.ts');
const [program = '', , main = '', ...args] = process.argv;
process.argv = app.isPackaged ? [program, ...args] : [program, main, ...args];
await import(pathToFileURL(resolve(main)).href);
appCodeLoaded();
