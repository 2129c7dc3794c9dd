import type { OutboxError } from '../../../shared/contracts/errors.ts';
import type { CallInput, CallName, CallOutput } from '../../../shared/contracts/outbox-api.ts';
import type { Settings } from '../../../shared/contracts/settings.ts';
import { ok, type Result } from '../../../shared/lang/result.ts';
import { PRACTICE_ACCOUNT } from '../../../shared/outbox/account.ts';
import { type OwnWork, ownWork } from './own-work.ts';

/** Makes a call of the API as the app's own window. */
export type Call = <Name extends CallName>(
  name: Name,
  input: CallInput<Name>,
) => Promise<Result<CallOutput<Name>, OutboxError>>;

export interface Sight {
  readonly work: OwnWork;
  readonly settings: Settings;
}

/** How many of what needs a person are named. */
export const NAMED = 3;
/** How many of those that wait for another try are asked whether they could reach their server. */
const TRIED = 20;
/** A look must stay quick, however much practice mode leaves behind. */
const MOST = 200;

/** What tray and notifications want to know of the outbox. */
export async function lookAtOutbox(call: Call): Promise<Result<Sight, OutboxError>> {
  const stats = await call('stats', {});
  if (!stats.ok) return stats;
  const groups = await call('groups', {});
  if (!groups.ok) return groups;
  const accounts = await call('accounts.list', {});
  if (!accounts.ok) return accounts;
  const settings = await call('settings.get', {});
  if (!settings.ok) return settings;
  const { practice } = stats.value;
  // Practice items are taken off afterwards.
  const needy = await call('list', {
    states: ['attention', 'unconfirmed'],
    sort: 'newest',
    limit: Math.min(MOST, NAMED + practice.attention + practice.unconfirmed),
  });
  if (!needy.ok) return needy;
  const waiting = await call('list', {
    states: ['waiting'],
    sort: 'newest',
    limit: Math.min(MOST, TRIED + practice.waiting),
  });
  if (!waiting.ok) return waiting;
  const practiceOrigins =
    accounts.value.find(({ name }) => name === PRACTICE_ACCOUNT)?.origins ?? [];
  const work = ownWork(
    {
      stats: stats.value,
      groups: groups.value,
      needy: needy.value.items,
      waiting: waiting.value.items,
    },
    practiceOrigins,
  );
  return ok({
    work: { ...work, newest: work.newest.slice(0, NAMED) },
    settings: settings.value.settings,
  });
}
