'use strict';

// Between copying and signing: the fuses are set and read back, and the native files are those of the system that the
// package is for. Anything else ends the build.
const { globSync, openSync, readSync, closeSync } = require('node:fs');
const { join, sep } = require('node:path');
const { Arch } = require('electron-builder');
const {
  FuseState,
  FuseV1Options,
  FuseVersion,
  flipFuses,
  getCurrentFuseWire,
} = require('@electron/fuses');
const { FUSES } = require('./fuses.cjs');
const { nativeFileProblems, nativeTargetOf } = require('./native-file.cjs');

const fuseNames = /** @type {(keyof typeof FUSES)[]} */ (Object.keys(FUSES));

/** @param {import('electron-builder').AfterPackContext} context */
exports.default = async function afterPack(context) {
  await setFuses(context);
  checkNativeFiles(context);
};

/** @param {import('electron-builder').AfterPackContext} context */
function checkNativeFiles({ packager, appOutDir, electronPlatformName, arch }) {
  const modules = join(packager.getResourcesDir(appOutDir), 'app.asar.unpacked', 'node_modules');
  const files = globSync('**/*.node', { cwd: modules }).map((path) => ({
    path: path.replaceAll(sep, '/'),
    target: nativeTargetOf(beginning(join(modules, path))),
  }));
  const problems = nativeFileProblems(files, `${electronPlatformName}-${Arch[arch]}`);
  if (problems.length > 0) throw new Error(`the package is not right:\n${problems.join('\n')}`);
}

/** @param {string} file */
function beginning(file) {
  const bytes = Buffer.alloc(4096);
  const fd = openSync(file, 'r');
  try {
    return bytes.subarray(0, readSync(fd, bytes));
  } finally {
    closeSync(fd);
  }
}

/** @param {import('electron-builder').AfterPackContext} context */
async function setFuses({ packager, appOutDir, electronPlatformName }) {
  const executable = join(appOutDir, executableOf(packager, electronPlatformName));
  await flipFuses(executable, {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: true,
    // Apple's processors run nothing unsigned, and the fuses have broken what Electron came with. A certificate's signature,
    // where there is one, takes its place afterwards.
    resetAdHocDarwinSignature: electronPlatformName === 'darwin' && signsItself(packager),
    ...fusesByNumber(),
  });
  const wire = await getCurrentFuseWire(executable);
  const wrong = fuseNames.filter(
    (name) => wire[FuseV1Options[name]] !== (FUSES[name] ? FuseState.ENABLE : FuseState.DISABLE),
  );
  if (wrong.length > 0) throw new Error(`fuses that could not be set: ${wrong.join(', ')}`);
}

/**
 * Elsewhere there is no `codesign`. `identity: null` says that nothing is to be signed at all.
 *
 * @param {import('electron-builder').AfterPackContext['packager']} packager
 */
const signsItself = ({ platformSpecificBuildOptions: options }) =>
  process.platform === 'darwin' && !('identity' in options && options.identity === null);

/** @returns {Record<import('@electron/fuses').FuseV1Options, boolean>} */
const fusesByNumber = () =>
  Object.assign({}, ...fuseNames.map((name) => ({ [FuseV1Options[name]]: FUSES[name] })));

/**
 * @param {import('electron-builder').AfterPackContext['packager']} packager
 * @param {string} platform
 */
function executableOf(packager, platform) {
  const name = packager.appInfo.productFilename;
  switch (platform) {
    case 'darwin':
      return `${name}.app`;
    case 'win32':
      return `${name}.exe`;
    default:
      return /** @type {import('app-builder-lib').LinuxPackager} */ (packager).executableName;
  }
}
