import { join } from 'node:path';
import { connectToHost } from '../adapters/control-socket/connect-to-host.ts';
import { reachOrigin } from '../adapters/network/reach-origin.ts';
import { checkKeychain } from '../adapters/secrets/check-keychain.ts';
import { createSecretStore } from '../adapters/secrets/secret-store.ts';
import { isOpenToUsers, policyFiles } from '../adapters/settings/policy-files.ts';
import { settingsFile } from '../adapters/settings/settings-file.ts';
import { checkDatabase, sqliteVersion } from '../adapters/store/check-database.ts';
import { openSqliteReader } from '../adapters/store/open-sqlite-reader.ts';
import type { OpenedStore } from '../adapters/store/open-sqlite-store.ts';
import { isProfileInUse } from '../adapters/store/profile-lock.ts';
import { checkFolder } from '../adapters/system/check-folder.ts';
import { systemClock as clock, systemTimers, systemVersions } from '../adapters/system/system.ts';
import { checkVault } from '../adapters/vault/check-vault.ts';
import { readGeneration } from '../adapters/vault/generation.ts';
import { createAppBook } from '../core/apps/app-book.ts';
import { type Diagnosis, diagnose as diagnoseOutbox } from '../core/diagnosis/diagnose.ts';
import type { ConfigurationFacts, HostFacts, Probes } from '../core/diagnosis/facts.ts';
import { sharedRun } from '../core/diagnosis/shared-run.ts';
import { createPolicyBook } from '../core/machine-policy/policy-book.ts';
import { createProxySignIns, type ProxySignIns } from '../core/proxy-sign-ins.ts';
import { readSettings } from '../core/settings/read-settings.ts';
import { createSettingsBook } from '../core/settings/settings-book.ts';
import { underPolicy } from '../core/settings/under-policy.ts';
import type { HostOptions } from './host.ts';
import { createWaysOut, type WaysOut } from './ways-out.ts';

/** The outbox that is looked at. `version` is the app's. */
interface Inspected extends Pick<HostOptions, 'home' | 'policyPlaces'> {
  readonly version: string;
}

/** The same from inside the host: those who ask at the same time get the same answer. */
export const diagnoseFromWithin = ({
  read,
  check,
  ...own
}: Inspected &
  WaysOut & {
    readonly read: OpenedStore['store']['read'];
    readonly check: OpenedStore['check'];
  }): (() => Promise<Diagnosis>) =>
  sharedRun(() =>
    diagnoseOutbox({
      home: own.home,
      clock,
      turn,
      openReader: () => ({ read, close: () => {} }),
      probes: {
        ...surroundings(own, own),
        database: () => check(turn),
        host: async () => ({ kind: 'running', pid: process.pid }),
      },
    }),
  );

/** Looks at what the outbox of a profile folder depends on, from outside; changes nothing. */
export function diagnose(own: Inspected): Promise<Diagnosis> {
  const { home } = own;
  return diagnoseOutbox({
    home,
    clock,
    turn,
    openReader() {
      const opened = openSqliteReader({ folder: home });
      return opened.ok ? opened.value : null;
    },
    probes: {
      ...surroundings(own, waysFromHere(own)),
      database: async () => checkDatabase(home),
      host: () => hostOf(home),
    },
  });
}

/** As a host of this folder, started here, would go. */
function waysFromHere({ home, policyPlaces = [] }: Inspected): WaysOut {
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
  return createWaysOut({
    env: process.env,
    settings: createSettingsBook(
      settingsFile(home),
      createPolicyBook(policyFiles(policyPlaces, home)),
    ).current,
    signIns: {
      credentialsFor: async (proxy) => (await signIns()).credentialsFor(proxy),
      refused: () => {},
      isRefused: () => false,
    },
  });
}

/** What is asked the same way with and without a running host. */
const surroundings = (
  { home, policyPlaces = [], version }: Inspected,
  { routes, pacFiles, caFiles }: WaysOut,
): Omit<Probes, 'database' | 'host'> => ({
  folder: () => checkFolder(home),
  configuration: () => configurationOf(home, policyPlaces),
  vault: (referenced) => checkVault(home, referenced),
  reach: (origin, trust) => reachOrigin(origin, routes, trust),
  pac: (pac) => pacFiles.check(pac),
  caFile: ({ file, account }) => caFiles.read(file, account),
  keychain: () =>
    checkKeychain({
      timers: systemTimers,
      credentialsFile: process.env['OUTTRAY_CREDENTIALS_FILE'],
    }),
  versions: () => ({ app: version, sqlite: sqliteVersion(), ...systemVersions() }),
});

function configurationOf(home: string, policyPlaces: readonly string[]): ConfigurationFacts {
  const policy = createPolicyBook(policyFiles(policyPlaces, home));
  const file = settingsFile(home);
  const inForce = policy.inForce();
  const apps = createAppBook({
    settings: createSettingsBook(file, policy),
    policy,
    comesAlong: () => [],
    changed() {},
  });
  return {
    settings: underPolicy(readSettings(file.read()), inForce),
    apps: apps.view().apps,
    policy: inForce,
    policyPlace: policyPlaces[0] ?? null,
    // One that a user named is that user's to change.
    policyOpen:
      inForce.kind !== 'none' &&
      inForce.file !== process.env['OUTTRAY_POLICY'] &&
      isOpenToUsers(inForce.file),
  };
}

const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

async function hostOf(home: string): Promise<HostFacts> {
  const reached = await connectToHost(home);
  if (reached.ok && reached.value !== null) {
    reached.value.close();
    return { kind: 'running', pid: reached.value.pid };
  }
  return { kind: isProfileInUse(home) ? 'silent' : 'none' };
}
