import { connectToHost } from '../adapters/control-socket/connect-to-host.ts';
import { checkKeychain } from '../adapters/secrets/check-keychain.ts';
import { settingsFile } from '../adapters/settings/settings-file.ts';
import { checkDatabase, sqliteVersion } from '../adapters/store/check-database.ts';
import { openSqliteReader } from '../adapters/store/open-sqlite-reader.ts';
import type { OpenedStore } from '../adapters/store/open-sqlite-store.ts';
import { isProfileInUse } from '../adapters/store/profile-lock.ts';
import { checkFolder } from '../adapters/system/check-folder.ts';
import { reachOrigin } from '../adapters/system/reach-origin.ts';
import { systemClock as clock, systemTimers, systemVersions } from '../adapters/system/system.ts';
import { checkVault } from '../adapters/vault/check-vault.ts';
import { type Diagnosis, diagnose as diagnoseOutbox } from '../core/diagnosis/diagnose.ts';
import type { HostFacts, Probes } from '../core/diagnosis/facts.ts';
import { sharedRun } from '../core/diagnosis/shared-run.ts';
import { readSettings } from '../core/settings/read-settings.ts';

/** The same from inside the host: those who ask at the same time get the same answer. */
export const diagnoseFromWithin = ({
  home,
  version,
  read,
  check,
}: {
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
        ...surroundings(home, version),
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
      ...surroundings(home, version),
      database: async () => checkDatabase(home),
      host: () => hostOf(home),
    },
  });
}

/** What is asked the same way with and without a running host. */
const surroundings = (home: string, version: string): Omit<Probes, 'database' | 'host'> => ({
  folder: () => checkFolder(home),
  settings: () => readSettings(settingsFile(home).read()).problems,
  vault: (referenced) => checkVault(home, referenced),
  reach: (origin) => reachOrigin(origin, process.env),
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
