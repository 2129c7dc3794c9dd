import type { OutboxError } from '../../shared/contracts/errors.ts';
import { ok, type Result } from '../../shared/lang/result.ts';
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
import { policyOf } from '../core/settings/policy-of.ts';
import { createSettingsBook } from '../core/settings/settings-book.ts';
import type { QueueReader } from './host.ts';

/** Opens the queue for reading, also while another process owns it. */
export async function openReader({
  home,
  version = '',
}: {
  readonly home: string;
  readonly version?: string;
}): Promise<Result<QueueReader, OutboxError>> {
  const opened = hasDatabase(home) ? openSqliteReader({ folder: home }) : openEmptyReader(home);
  if (!opened.ok) return opened;
  const { read, close } = opened.value;
  const disk = createDisk(home, { warn() {} });
  const vault = vaultReader(home);
  const settings = createSettingsBook(settingsFile(home));
  const apps = createAppBook({ settings, comesAlong: () => [], changed() {} });
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
        running,
        version,
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
