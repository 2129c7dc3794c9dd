'use strict';

// What a compiled Node module runs on, told by its first bytes: a file's name can promise anything.

const ELF_MACHINES = new Map([
  [0x3e, 'x64'],
  [0xb7, 'arm64'],
]);
const MACH_O_MACHINES = new Map([
  [0x01000007, 'x64'],
  [0x0100000c, 'arm64'],
]);
const PE_MACHINES = new Map([
  [0x8664, 'x64'],
  [0xaa64, 'arm64'],
]);

/**
 * `linux-x64` and the like; `unknown` for everything else.
 *
 * @param {Buffer} bytes the beginning of the file, 4 KiB are enough
 * @returns {string}
 */
exports.nativeTargetOf = (bytes) => {
  if (bytes.length < 64) return 'unknown';
  if (bytes.readUInt32BE(0) === 0x7f454c46)
    return target('linux', ELF_MACHINES, bytes.readUInt16LE(18));
  if (bytes.readUInt32LE(0) === 0xfeedfacf)
    return target('darwin', MACH_O_MACHINES, bytes.readUInt32LE(4));
  if (bytes.readUInt16BE(0) === 0x4d5a) {
    const header = bytes.readUInt32LE(60);
    if (header + 6 <= bytes.length && bytes.readUInt32BE(header) === 0x50450000)
      return target('win32', PE_MACHINES, bytes.readUInt16LE(header + 4));
  }
  return 'unknown';
};

/**
 * @param {string} platform
 * @param {ReadonlyMap<number, string>} machines
 * @param {number} machine
 */
function target(platform, machines, machine) {
  const arch = machines.get(machine);
  return arch === undefined ? 'unknown' : `${platform}-${arch}`;
}

/** What a package cannot do without. Each system's keyring is a package of its own, named after it. */
const NEEDED = ['better-sqlite3', '@napi-rs/keyring'];

/**
 * What is wrong with the native files of a package, a sentence each. keytar may be missing, but not be another
 * machine's: it would be found, and fail, on the user's.
 *
 * @param {readonly { readonly path: string, readonly target: string }[]} files by path below node_modules
 * @param {string} wanted e.g. `linux-x64`
 * @returns {readonly string[]}
 */
exports.nativeFileProblems = (files, wanted) => [
  ...files
    .filter((file) => file.target !== wanted)
    .map((file) => `${file.path} is for ${file.target}, and the package for ${wanted}`),
  ...NEEDED.filter((name) => !files.some((file) => file.path.startsWith(name))).map(
    (name) =>
      `no native file of ${name} for ${wanted}; install the dependencies on ${wanted}, and package there`,
  ),
];
