import type { AppsView, EmbeddedApp, Grant } from '../../../shared/contracts/app-grant.ts';
import { type OutboxError, outboxError } from '../../../shared/contracts/errors.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import { appProblemSentence } from '../../../shared/messages/app-words.ts';
import type { Source } from '../../../shared/outbox/item.ts';
import { appRefused } from '../machine-policy/in-force.ts';
import type { PolicyBook } from '../machine-policy/policy-book.ts';
import type { Entries } from '../settings/read-settings.ts';
import type { SettingsBook } from '../settings/settings-book.ts';
import { type AppProblem, readApps } from './read-apps.ts';

/** The embedded apps of a host. */
export interface Apps {
  find(id: string): EmbeddedApp | null;
  view(): AppsView;
}

export interface AppBook extends Apps {
  /** Adds the app, or takes the place of the one with its id. */
  save(app: EmbeddedApp): Promise<Result<AppsView, OutboxError>>;
  /** Takes its grant back: its next call is refused. Its items stay. */
  remove(id: string): Promise<Result<AppsView, OutboxError>>;
}

export interface AppBookDeps {
  readonly settings: Pick<SettingsBook, 'entry' | 'changeEntries'>;
  /** Its apps go before those that a user wrote down. */
  readonly policy: Pick<PolicyBook, 'look'>;
  /** Apps that nobody wrote down; their ids are no one else's. */
  readonly comesAlong: () => readonly EmbeddedApp[];
  /** Called after each change that is made here. */
  readonly changed: () => void;
}

export function createAppBook({ settings, policy, comesAlong, changed }: AppBookDeps): AppBook {
  /** What users wrote down stays in the file where the policy has no room for it, and grants nothing. */
  const read = (): Pick<AppsView, 'apps'> & { readonly problems: readonly AppProblem[] } => {
    const inForce = policy.look();
    const managed = inForce.kind === 'policy' ? inForce.policy.apps : [];
    const mayHaveOwn = inForce.kind !== 'policy' || inForce.policy.users.apps;
    const own = mayHaveOwn ? readApps(settings.entry('apps')) : { apps: [], problems: [] };
    return {
      apps: [
        ...managed.map((app) => ({ ...app, managed: true })),
        ...[
          ...own.apps.filter(({ id }) => !managed.some((app) => app.id === id)),
          ...comesAlong(),
        ].map((app) => ({ ...app, managed: false })),
      ],
      problems: own.problems,
    };
  };
  const view = (): AppsView => {
    const { apps, problems } = read();
    return { apps, problems: problems.map(appProblemSentence) };
  };
  const change = async (
    refused: OutboxError | null,
    edit: (entries: readonly unknown[]) => readonly unknown[],
  ) => {
    if (refused !== null) return err(refused);
    const written = await settings.changeEntries((entries) => withApps(entries, edit));
    if (!written.ok) return written;
    changed();
    return ok(view());
  };
  return {
    find: (id) => read().apps.find((app) => app.id === id) ?? null,
    view,
    save: (app) =>
      change(appRefused(policy.look(), 'save', app.id), (entries) => {
        const at = entries.findIndex((entry) => idOf(entry) === app.id);
        return at === -1 ? [...entries, app] : entries.with(at, app);
      }),
    remove: (id) =>
      change(appRefused(policy.look(), 'remove', id), (entries) =>
        entries.filter((entry) => idOf(entry) !== id),
      ),
  };
}

/** What is there and not understood stays as it is; a list that is none is not written over. */
function withApps(
  entries: Entries,
  edit: (entries: readonly unknown[]) => readonly unknown[],
): Result<Entries, OutboxError> {
  const before = entries['apps'] ?? [];
  if (!Array.isArray(before))
    return err(
      outboxError('SETTINGS_INVALID', {
        detail: appProblemSentence({ entry: 0, detail: 'it must be a list of apps' }),
      }),
    );
  return ok({ ...entries, apps: edit(before) });
}

const idOf = (entry: unknown): unknown =>
  typeof entry === 'object' && entry !== null && 'id' in entry ? entry.id : undefined;

/** What an app may do; null for those who may do everything. APP_UNKNOWN. */
export function grantOf(
  apps: Pick<Apps, 'find'>,
  source: Source,
): Result<Grant | null, OutboxError> {
  if (source.kind !== 'app') return ok(null);
  const app = apps.find(source.app);
  return app === null ? err(outboxError('APP_UNKNOWN', { app: source.app })) : ok(app.grant);
}
