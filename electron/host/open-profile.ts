import type { OutboxError } from '../../shared/contracts/errors.ts';
import { ok, type Result } from '../../shared/lang/result.ts';
import { databaseSetAside, vaultSetAside } from '../../shared/messages/notices.ts';
import { policyFiles } from '../adapters/settings/policy-files.ts';
import { settingsFile } from '../adapters/settings/settings-file.ts';
import { type OpenedStore, openSqliteStore } from '../adapters/store/open-sqlite-store.ts';
import { acquireProfileLock } from '../adapters/store/profile-lock.ts';
import { createDisk } from '../adapters/system/disk.ts';
import { systemClock as clock, systemRandom as random } from '../adapters/system/system.ts';
import { type OpenedVault, openVault } from '../adapters/vault/open-vault.ts';
import { settleBatches } from '../core/batch.ts';
import { createPolicyBook, type PolicyBook } from '../core/machine-policy/policy-book.ts';
import type { Policy } from '../core/policy.ts';
import type { Disk } from '../core/ports/disk.ts';
import type { Log } from '../core/ports/log.ts';
import { policyOf, vaultBytes } from '../core/settings/policy-of.ts';
import { createSettingsBook, type SettingsBook } from '../core/settings/settings-book.ts';
import { settleActs } from '../core/undo/past-acts.ts';
import type { HostOptions } from './host.ts';

/** A profile folder that this process owns: what is kept there, as an earlier host left it and then put right. */
export interface Profile
  extends Pick<OpenedStore, 'store' | 'generation' | 'truncateLog' | 'check'> {
  readonly vault: OpenedVault;
  readonly disk: Disk;
  readonly settings: SettingsBook;
  readonly policy: Policy;
  readonly machinePolicy: PolicyBook;
  readonly notices: readonly string[];
  /** Lets go of the folder. */
  close(): Promise<void>;
}

type ProfilePlace = Required<Pick<HostOptions, 'home' | 'policyPlaces'>>;

/**
 * PROFILE_IN_USE when another process has it. After any failure nothing is held. On a full disk the ballast goes:
 * whoever can open the queue can make room in it.
 */
export async function openProfile(
  place: ProfilePlace,
  log: Log,
): Promise<Result<Profile, OutboxError>> {
  const disk = createDisk(place.home, log);
  const opened = await open(place, disk, log);
  return !opened.ok && opened.error.code === 'NO_SPACE' && disk.releaseBallast()
    ? open(place, disk, log)
    : opened;
}

async function open(
  { home, policyPlaces }: ProfilePlace,
  disk: Disk,
  log: Log,
): Promise<Result<Profile, OutboxError>> {
  const lock = acquireProfileLock(home);
  if (!lock.ok) return lock;
  const database = openSqliteStore({
    folder: home,
    clock,
    onFailure: ({ code }) => log.error('notStored', { code }),
  });
  if (!database.ok) {
    lock.value.release();
    return database;
  }
  const { store, generation, isNew, setAside, truncateLog, check } = database.value;
  const close = async (): Promise<void> => {
    await store.close();
    lock.value.release();
  };
  const machinePolicy = createPolicyBook(policyFiles(policyPlaces, home));
  const settings = createSettingsBook(settingsFile(home), machinePolicy);
  machinePolicy.onChange(() => void settings.view());
  const opened = await openVault({
    disk,
    folder: home,
    generation,
    isNewDatabase: isNew,
    clock,
    most: () => vaultBytes(settings.current()),
  });
  if (!opened.ok) {
    await close();
    return opened;
  }
  const vault = opened.value;
  const policy = policyOf(settings.current);
  const context = () => ({ policy, now: clock.now(), random });
  const batches = await settleBatches({ store, vault, context });
  const acts = batches.ok ? await settleActs({ store, vault, clock }) : batches;
  if (!acts.ok) {
    await close();
    return acts;
  }
  return ok({
    store,
    generation,
    truncateLog,
    check,
    vault,
    disk,
    settings,
    policy,
    machinePolicy,
    notices: [
      ...(setAside === null ? [] : [databaseSetAside(setAside)]),
      ...(vault.setAsideTo === null ? [] : [vaultSetAside(vault.setAsideTo)]),
    ],
    close,
  });
}
