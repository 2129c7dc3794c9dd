import type { OutboxError } from '../../shared/contracts/errors.ts';
import { ok, type Result } from '../../shared/lang/result.ts';
import { policyFiles } from '../adapters/settings/policy-files.ts';
import { settingsFile } from '../adapters/settings/settings-file.ts';
import { hasDatabase, openEmptyReader } from '../adapters/store/empty-reader.ts';
import { openSqliteReader } from '../adapters/store/open-sqlite-reader.ts';
import { isProfileInUse } from '../adapters/store/profile-lock.ts';
import { createDisk } from '../adapters/system/disk.ts';
import { systemClock as clock } from '../adapters/system/system.ts';
import { vaultReader } from '../adapters/vault/vault-reader.ts';
import { createApi } from '../api/api.ts';
import { createReadHandlers } from '../api/read-handlers.ts';
import { goneAccountGates, signInGates } from '../core/account-gates.ts';
import { createAppBook } from '../core/apps/app-book.ts';
import { troubleAtStart } from '../core/disk-guard.ts';
import { runningOf } from '../core/eligibility.ts';
import { accountChanges, accountsAfter } from '../core/machine-policy/managed-accounts.ts';
import { createPolicyBook, type PolicyBook } from '../core/machine-policy/policy-book.ts';
import type { StoreReader } from '../core/ports/store-reader.ts';
import { policyOf } from '../core/settings/policy-of.ts';
import { createSettingsBook } from '../core/settings/settings-book.ts';
import type { HostOptions, QueueReader } from './host.ts';

/** Opens the queue for reading, also while another process owns it. */
export async function openReader({
  home,
  policyPlaces = [],
  version = '',
}: Pick<HostOptions, 'home' | 'policyPlaces' | 'version'>): Promise<
  Result<QueueReader, OutboxError>
> {
  const opened = hasDatabase(home) ? openSqliteReader({ folder: home }) : openEmptyReader(home);
  if (!opened.ok) return opened;
  const { close } = opened.value;
  const machinePolicy = createPolicyBook(policyFiles(policyPlaces, home));
  const read = withPolicyAccounts(opened.value.read, machinePolicy);
  const disk = createDisk(home, { warn() {} });
  const vault = vaultReader(home);
  const settings = createSettingsBook(settingsFile(home), machinePolicy);
  const apps = createAppBook({
    settings,
    policy: machinePolicy,
    comesAlong: () => [],
    changed() {},
  });
  const policy = policyOf(settings.current);
  const running = () =>
    isProfileInUse(home) ? read.inState('sending', policy.slots.all).map(runningOf) : null;
  return ok({
    api: createApi(
      createReadHandlers({
        read,
        vault,
        clock,
        policy,
        settings,
        apps,
        lookAtPolicy: async () => machinePolicy.look(),
        running,
        version,
        away: () => [],
        diskTrouble: () => troubleAtStart(disk),
        searchable: () => Promise.resolve(),
        gates() {
          const streams = read.readyStreams();
          const accounts = read.accounts();
          return [
            ...read.gates(),
            ...signInGates(streams, accounts),
            ...goneAccountGates(streams, accounts, clock.now()),
          ];
        },
      }),
      apps,
    ),
    close,
  });
}

/** With the accounts as a host would have them once it had opened the profile. */
export const withPolicyAccounts = (read: StoreReader, policy: PolicyBook): StoreReader =>
  Object.assign(Object.create(read) as StoreReader, {
    accounts: () => {
      const stored = read.accounts();
      return accountsAfter(stored, accountChanges(stored, policy.look(), clock.now()));
    },
  });
