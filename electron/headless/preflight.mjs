#!/usr/bin/env node
// The first file of every start. Plain JavaScript that any Node from 14 on can read: its work is to find out
// whether this Node will do, to go on under the one from node_modules if not, and else to say so in one line.
import { spawn } from 'child_process';
import { existsSync, readFileSync } from 'fs';
import module from 'module';
import { dirname, join } from 'path';
import { isatty } from 'tty';
import { fileURLToPath } from 'url';

const PROFILE_NOT_USABLE = 5;
const here = fileURLToPath(import.meta.url);
const source = new URL('./cli/main.ts', import.meta.url);
const built = new URL('../../out/electron/headless/cli/main.js', import.meta.url);
const fromSource = existsSync(source);

function atLeast(version, minimum) {
  const parts = version.replace(/^v/, '').split('.').map(Number);
  for (let i = 0; i < minimum.length; i++) {
    if (parts[i] !== minimum[i]) return parts[i] > minimum[i];
  }
  return true;
}

/** better-sqlite3 13 does not fail politely on an older Node, it crashes the process. */
const isNewEnough = (version) => atLeast(version, [22, 12]);

/** The sources run without a build step and without a warning from here on (25.0 and 25.1 still warned). */
const stripsTypesQuietly = (version) =>
  atLeast(version, [24, 12]) && !/^v?25\.[01]\./.test(version);

/** The Node that the development dependency `node` brings: its executable and version, or null. */
function bundledNode() {
  const windows = process.platform === 'win32';
  const platform = (windows ? 'win' : process.platform) + '-' + process.arch;
  // `node` holds a link to the executable of one of the other two, which are installed inside it.
  const wrapper = packageFolder('node', here);
  const inside = wrapper === null ? here : join(wrapper, 'package.json');
  const folders = [
    wrapper,
    packageFolder('node-' + platform, inside),
    packageFolder('node-bin-' + platform, inside),
  ];
  for (const folder of folders) {
    if (folder === null) continue;
    const file = join(folder, 'bin', windows ? 'node.exe' : 'node');
    if (existsSync(file)) return { file, version: packageVersion(folder) };
  }
  return null;
}

function packageFolder(name, from) {
  try {
    return dirname(module.createRequire(from).resolve(name + '/package.json'));
  } catch {
    return null; // not installed
  }
}

function packageVersion(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;
}

/** Goes on as `executable`, in this process's place as far as anybody outside can tell. */
function continueAs(executable, flags) {
  const child = spawn(executable, flags.concat([here], process.argv.slice(2)), {
    stdio: 'inherit',
  });
  // Ctrl-C at a terminal reaches the child as well, and twice could mean something else than once.
  const atTerminal = [0, 1, 2].some((fd) => isatty(fd));
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) {
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !atTerminal) child.kill(signal);
    });
  }
  child.on('error', (error) => refuse('could not start ' + executable + ': ' + error.message));
  child.on('exit', (code, signal) => {
    for (const name of signals) process.removeAllListeners(name);
    if (signal === null) process.exitCode = code;
    else process.kill(process.pid, signal);
  });
}

function refuse(reason) {
  process.stderr.write('outtray: NODE_TOO_OLD: ' + reason + '\n');
  process.exitCode = PROFILE_NOT_USABLE;
}

async function start() {
  // Compiled code is kept between starts, where this Node can do that: a one-shot command starts faster.
  if (typeof module.enableCompileCache === 'function') module.enableCompileCache();
  const cli = await import((fromSource ? source : built).href);
  process.exitCode = await cli.main(process.argv.slice(2));
}

function run() {
  const version = process.versions.node;
  const bundled = bundledNode();
  if (!isNewEnough(version)) {
    if (bundled !== null && isNewEnough(bundled.version)) return continueAs(bundled.file, []);
    return refuse(
      'OutTray needs Node 22.12 or newer, this is v' +
        version +
        '; run "npm install" in the checkout or use Node 24',
    );
  }
  if (!fromSource || stripsTypesQuietly(version)) return start();
  if (bundled !== null && stripsTypesQuietly(bundled.version)) return continueAs(bundled.file, []);
  const flags = ['--experimental-strip-types', '--disable-warning=ExperimentalWarning'];
  if (process.execArgv.indexOf(flags[0]) >= 0) return start();
  return continueAs(process.execPath, flags);
}

Promise.resolve()
  .then(run)
  .catch((error) => {
    process.stderr.write(
      'outtray: INTERNAL: ' + (error && error.stack ? error.stack : error) + '\n',
    );
    process.exitCode = 1;
  });
