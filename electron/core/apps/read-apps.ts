import { appInput, type EmbeddedApp } from '../../../shared/contracts/app-grant.ts';

export interface ReadApps {
  readonly apps: readonly EmbeddedApp[];
  /** Of entries that are left out. */
  readonly problems: readonly AppProblem[];
}

/** Entries are counted from 1; 0 is the list as a whole. */
export interface AppProblem {
  readonly entry: number;
  readonly detail: string;
}

/** One entry that is wrong costs no other its grant, and has none itself. Of one id the first entry counts. */
export function readApps(value: unknown): ReadApps {
  if (value === undefined) return { apps: [], problems: [] };
  if (!Array.isArray(value))
    return { apps: [], problems: [{ entry: 0, detail: 'it must be a list of apps' }] };
  const apps = new Map<string, EmbeddedApp>();
  const problems: AppProblem[] = [];
  for (const [index, one] of value.entries()) {
    const wrong = (detail: string) => void problems.push({ entry: index + 1, detail });
    const parsed = appInput.safeParse(one);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      wrong(`${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? 'not understood'}`);
    } else if (apps.has(parsed.data.id)) wrong(`id: there is another app "${parsed.data.id}"`);
    else apps.set(parsed.data.id, parsed.data);
  }
  return { apps: [...apps.values()], problems };
}
