'use strict';

// Every fuse of Electron's wire, decided. A wire that is longer than this list fails the build, so that a new fuse is
// decided as well (Electron's security checklist, item 19).

/** @type {Readonly<Record<keyof typeof import('@electron/fuses').FuseV1Options, boolean>>} */
exports.FUSES = {
  /** ELECTRON_RUN_AS_NODE would turn the signed app into a Node for anybody's script. */
  RunAsNode: false,
  /** Cookies of embedded apps are sign-ins. */
  EnableCookieEncryption: true,
  /** NODE_OPTIONS can load a file before ours. */
  EnableNodeOptionsEnvironmentVariable: false,
  /** `--inspect` gives whoever connects the whole process. */
  EnableNodeCliInspectArguments: false,
  /** A changed app.asar does not start (macOS and Windows). */
  EnableEmbeddedAsarIntegrityValidation: true,
  /** Nor does a folder that lies where it should. */
  OnlyLoadAppFromAsar: true,
  /** There is no snapshot of our own. */
  LoadBrowserProcessSpecificV8Snapshot: false,
  /** Pages come by app://, so file:// needs no more than a browser gives it. */
  GrantFileProtocolExtraPrivileges: false,
  /** Electron's default: WebAssembly's bounds are checked by hardware. */
  WasmTrapHandlers: true,
};
