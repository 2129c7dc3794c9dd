import { z } from 'zod';
import { SAMPLE_APP } from '../apps/sample-app.ts';
import { targetProblem } from '../apps/targets.ts';
import type { ItemState } from '../outbox/item.ts';
import { PRIORITY_WORDS } from '../outbox/priority.ts';
import { METHODS } from '../outbox/request.ts';

/** What a page may ask the system for, by Chromium's names; everything else is denied. */
export const APP_PERMISSIONS = [
  'camera',
  'microphone',
  'geolocation',
  'notifications',
  'clipboard-read',
] as const;

const target = z.strictObject({
  url: z.string().superRefine((pattern, context) => {
    const problem = targetProblem(pattern);
    if (problem !== null) context.addIssue({ code: 'custom', message: problem });
  }),
  methods: z.array(z.enum(METHODS)).min(1).default(['POST', 'PUT', 'PATCH', 'DELETE']),
});

const origin = z
  .string()
  .refine(
    (text) => URL.parse(text)?.origin === text && /^https?:/.test(text),
    'must be an origin like https://forms.example',
  );

/** What an embedded app may do. What it does not say is refused. */
export const grantInput = z.strictObject({
  /** Redirects never leave the origin, whatever is granted. */
  targets: z.array(target).default([]),
  /** Of one request, its files included. */
  bodyBytes: z.int().positive().default(100_000_000),
  /** In one request. */
  files: z.int().nonnegative().default(20),
  quota: z
    .strictObject({
      /** Items in any 24 hours. */
      perDay: z.int().positive().default(1_000),
      /** Items that are neither delivered nor cancelled. */
      open: z.int().positive().default(500),
    })
    .prefault({}),
  priorities: z
    .array(z.enum(Object.keys(PRIORITY_WORDS) as (keyof typeof PRIORITY_WORDS)[]))
    .default(['low', 'normal']),
  /** Whose sign-in its requests may travel with. */
  accounts: z.array(z.string().min(1)).default([]),
  /**
   * Whether its requests may reach this machine and the local network. It is checked for the address that is
   * connected to; through a proxy only the proxy knows that, and what counts is the URL.
   */
  privateNetwork: z.boolean().default(false),
  permissions: z.array(z.enum(APP_PERMISSIONS)).default([]),
  /** Where its window may go beside its own origin. */
  navigation: z.array(origin).default([]),
  /** Whether it may hand over tokens for the accounts that it may use. */
  setTokens: z.boolean().default(false),
});

export type Grant = z.output<typeof grantInput>;

/** What else lies in the profile folder is no app's. */
const FOLDER = /^apps(?:\/(?!\.)[\w.-]+)+$/;

/** An embedded app as it stands under `apps` in settings.json. */
export const appInput = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,39}$/, 'may have small letters, digits and -')
    .refine((id) => id !== SAMPLE_APP, 'is the sample app of practice mode'),
  name: z.string().min(1).max(80),
  /** Its start page on the web, or a folder below `apps` in the profile folder with an index.html: that opens offline. */
  url: z
    .string()
    .refine(
      (text) => FOLDER.test(text) || isWebPage(text),
      'must be a web address, or a folder inside the profile folder like apps/inspection',
    ),
  grant: grantInput.prefault({}),
});

/** One permission to send, be shown and ask the system for things. */
export type EmbeddedApp = z.output<typeof appInput>;

/** What an app may know about itself. */
export interface AppStatus {
  readonly app: Pick<EmbeddedApp, 'id' | 'name'>;
  readonly grant: Grant;
  /** Its own items. */
  readonly counts: Readonly<Record<ItemState, number>>;
  readonly usage: AppUsage;
}

/** How much of its quota an app has used. */
export interface AppUsage {
  readonly open: number;
  /** Accepted in the last 24 hours, and still there. */
  readonly today: number;
}

/** `managed`: it stands in the policy of this machine. */
export type AppView = EmbeddedApp & { readonly managed: boolean };

export interface AppsView {
  readonly apps: readonly AppView[];
  /** Entries that are wrong: they grant nothing. */
  readonly problems: readonly string[];
}

function isWebPage(text: string): boolean {
  const url = URL.parse(text);
  return (
    url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === ''
  );
}
