// Run this after `npm install` has changed package-lock.json:   node .ci/complete-lockfile.mjs
//
// [Note: lockfile] Tools with a native part name one package per platform as an optional dependency. Where the
// registry does not carry the one for another platform (a mirror that fetches on demand), npm 11 leaves it out
// of the lockfile, and `npm ci` then refuses that lockfile, here and everywhere else (npm/cli issue 9846). The
// version is known, since the parent names it exactly, and the platform is what the name says. The checksum is
// not known and is left out; a registry that has the package fills it in when the lockfile is made anew.
import { readFileSync, writeFileSync } from 'node:fs';

const file = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(file, 'utf8'));

const systems = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32', 'aix', 'sunos'];
const processors = ['arm', 'arm64', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'x64'];

function platformOf(name) {
  const words = name
    .split(/[-/]/)
    .flatMap((word) => (word === 'linuxmusl' ? ['linux', 'musl'] : word));
  const os = systems.find((system) => words.includes(system));
  const cpu = processors.find((processor) => words.includes(processor));
  if (os === undefined || cpu === undefined) return undefined;
  const libc = words.some((word) => word.startsWith('musl'))
    ? { libc: ['musl'] }
    : words.some((word) => word.startsWith('gnu'))
      ? { libc: ['glibc'] }
      : {};
  return { os: [os], cpu: [cpu], ...libc };
}

/** As Node looks for it: below the parent first, then further up. */
function isLocked(parent, name) {
  const steps = parent.split('/node_modules/');
  const folders = steps.map((_, n) => `${steps.slice(0, n + 1).join('/node_modules/')}/`);
  return ['', ...folders].some((folder) => `${folder}node_modules/${name}` in lock.packages);
}

const added = {};
for (const [parent, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (isLocked(parent, name)) continue;
    const platform = platformOf(name);
    if (platform === undefined || !/^\d+\.\d+\.\d+/.test(version)) {
      throw new Error(`${parent} wants ${name}@${version}, which this cannot add by itself`);
    }
    added[`node_modules/${name}`] = {
      version,
      cpu: platform.cpu,
      ...(entry.dev ? { dev: true } : {}),
      ...(platform.libc ? { libc: platform.libc } : {}),
      optional: true,
      os: platform.os,
    };
  }
}

const [top, ...rest] = Object.entries({ ...lock.packages, ...added });
lock.packages = Object.fromEntries([top, ...rest.toSorted(([a], [b]) => a.localeCompare(b, 'en'))]);
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`package-lock.json: ${Object.keys(added).length} packages of other platforms added`);
