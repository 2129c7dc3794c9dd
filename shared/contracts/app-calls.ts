import { z } from 'zod';
import { type AppStatus, type AppsView, appInput } from './app-grant.ts';
import { APP, call, OWN } from './call.ts';
import type { ErrorCode } from './errors.ts';

const SAVE_ERRORS: readonly ErrorCode[] = [
  'INPUT_INVALID',
  'SETTINGS_INVALID',
  'MANAGED',
  'POLICY_INVALID',
  'NO_SPACE',
  'PROFILE_READ_ONLY',
  'PROFILE_UNUSABLE',
];

/** Embedded apps, and what they may do. */
export const appCalls = {
  'apps.list': call<AppsView>()({
    input: z.strictObject({}),
    callers: OWN,
    errors: [],
    repeatable: 'always',
  }),
  /** Adds an app, or changes what the one with its id may do: from its next call on. */
  'apps.save': call<AppsView>()({
    input: appInput,
    callers: OWN,
    errors: SAVE_ERRORS,
    repeatable: 'always',
  }),
  /** Takes an app's grant back. Its items stay in the queue. */
  'apps.remove': call<AppsView>()({
    input: z.strictObject({ id: z.string() }),
    callers: OWN,
    errors: SAVE_ERRORS,
    repeatable: 'always',
  }),
  /** Shows an app in a window of its own. */
  'apps.open': call<null>()({
    input: z.strictObject({ id: z.string() }),
    callers: OWN,
    errors: ['APP_UNKNOWN', 'APPS_NEED_WINDOWS'],
    repeatable: 'always',
  }),
  /** What the calling app may do, and how its items stand. */
  'apps.status': call<AppStatus>()({
    input: z.strictObject({}),
    callers: APP,
    errors: ['APP_UNKNOWN'],
    repeatable: 'always',
  }),
} as const;
