import { join } from 'node:path';
import { connectToHost } from '../adapters/control-socket/connect-to-host.ts';
import { createCaFiles } from '../adapters/network/ca-files.ts';
import { reachOrigin } from '../adapters/network/reach-origin.ts';
import { createRoutes } from '../adapters/network/routes.ts';
import { checkKeychain } from '../adapters/secrets/check-keychain.ts';
import { createSecretStore } from '../adapters/secrets/secret-store.ts';
import { settingsFile } from '../adapters/settings/settings-file.ts';
import { checkDatabase, sqliteVersion } from '../adapters/store/check-database.ts';
import { openSqliteReader } from '../adapters/store/open-sqlite-reader.ts';
import type { OpenedStore } from '../adapters/store/open-sqlite-store.ts';
import { isProfileInUse } from '../adapters/store/profile-lock.ts';
import { checkFolder } from '../adapters/system/check-folder.ts';
import { systemClock as clock, systemTimers, systemVersions } from '../adapters/system/system.ts';
import { checkVault } from '../adapters/vault/check-vault.ts';
import { readGeneration } from '../adapters/vault/generation.ts';
import { type Diagnosis, diagnose as diagnoseOutbox } from '../core/diagnosis/diagnose.ts';
import type { HostFacts, Probes } from '../core/diagnosis/facts.ts';
import { sharedRun } from '../core/diagnosis/shared-run.ts';
import type { CaFiles } from '../core/ports/ca-files.ts';
import type { Routes } from '../core/ports/routes.ts';
import { createProxySignIns, type ProxySignIns } from '../core/proxy-sign-ins.ts';
import { vaultBytes } from '../core/settings/policy-of.ts';
import { readSettings } from '../core/settings/read-settings.ts';

/** The same from inside the host: those who ask at the same time get the same answer. */
export const diagnoseFromWithin = ({
  home,
  version,
  read,
  check,
  ...ways
}: Ways & {
  readonly home: string;
  readonly version: string;
  readonly read: OpenedStore['store']['read'];
  readonly check: OpenedStore['check'];
}): (() => Promise<Diagnosis>) =>
  sharedRun(() =>
    diagnoseOutbox({
      home,
      clock,
      turn,
      openReader: () => ({ read, close: () => {} }),
      probes: {
        ...surroundings(home, version, ways),
        database: () => check(turn),
        host: async () => ({ kind: 'running', pid: process.pid }),
      },
    }),
  );

/** Looks at what the outbox of a profile folder depends on, from outside; changes nothing. `version` is the app's. */
export function diagnose({
  home,
  version,
}: {
  readonly home: string;
  readonly version: string;
}): Promise<Diagnosis> {
  return diagnoseOutbox({
    home,
    clock,
    turn,
    openReader() {
      const opened = openSqliteReader({ folder: home });
      return opened.ok ? opened.value : null;
    },
    probes: {
      ...surroundings(home, version, waysFromHere(home)),
      database: async () => checkDatabase(home),
      host: () => hostOf(home),
    },
  });
}

interface Ways {
  readonly routes: Routes;
  readonly caFiles: CaFiles;
}

/** As a host of this folder, started here, would go. */
function waysFromHere(home: string): Ways {
  const caFiles = createCaFiles(clock);
  const signIns = async (): Promise<ProxySignIns> =>
    createProxySignIns({
      clock,
      secrets: createSecretStore({
        profile: (await readGeneration(join(home, 'vault'))) ?? '',
        timers: systemTimers,
        credentialsFile: process.env['OUTTRAY_CREDENTIALS_FILE'],
        sessionWillDo: false,
      }),
    });
  const routes = createRoutes({
    env: process.env,
    settings: () => readSettings(settingsFile(home).read()).settings,
    caFiles,
    signIns: {
      credentialsFor: async (proxy) => (await signIns()).credentialsFor(proxy),
      refused: () => {},
      isRefused: () => false,
    },
  });
  return { caFiles, routes };
}

/** What is asked the same way with and without a running host. */
const surroundings = (
  home: string,
  version: string,
  { routes, caFiles }: Ways,
): Omit<Probes, 'database' | 'host'> => ({
  folder: () => checkFolder(home),
  settings() {
    const { settings, problems } = readSettings(settingsFile(home).read());
    return { problems, vaultBytes: vaultBytes(settings) };
  },
  vault: (referenced) => checkVault(home, referenced),
  reach: (origin, trust) => reachOrigin(origin, routes, trust),
  caFile: ({ file, account }) => caFiles.read(file, account),
  keychain: () =>
    checkKeychain({
      timers: systemTimers,
      credentialsFile: process.env['OUTTRAY_CREDENTIALS_FILE'],
    }),
  versions: () => ({ app: version, sqlite: sqliteVersion(), ...systemVersions() }),
});

const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

async function hostOf(home: string): Promise<HostFacts> {
  const reached = await connectToHost(home);
  if (reached.ok && reached.value !== null) {
    reached.value.close();
    return { kind: 'running', pid: reached.value.pid };
  }
  return { kind: isProfileInUse(home) ? 'silent' : 'none' };
}
