import { z } from 'zod';
import type { KeptBy } from '../outbox/account.ts';
import type { ProxySource } from '../outbox/finding.ts';
import { call, OWN } from './call.ts';

/** Host and port, e.g. `proxy.example:3128`. */
const proxyName = z
  .string()
  .max(300)
  .regex(/^(?:[\w.-]+|\[[\da-f:.]+\]):\d{1,5}$/i, 'must be like proxy.example:3128')
  .refine((name) => URL.canParse(`http://${name}`), 'must be like proxy.example:3128');

/** One line, as everything that stands in a header (RFC 7617 §2). */
const oneLine = z
  .string()
  .max(1000)
  .regex(/^[^\p{Cc}]*$/u, 'must be one line');

/** The way to one server. */
export interface WayView {
  readonly origin: string;
  /** Host and port; null: directly. */
  readonly proxy: string | null;
  readonly from: ProxySource | null;
  /** It gets a user name and a password. */
  readonly signedIn: boolean;
  /** It refused them a short while ago. */
  readonly refused: boolean;
  /** Why there is no way at all, or why the PAC file that is set does not say it. */
  readonly problem: string | null;
}

export const proxyCalls = {
  /** The way to every server of an account, and to those that stand behind a proxy which asks for a sign-in. */
  'proxies.list': call<readonly WayView[]>()({
    input: z.strictObject({}),
    callers: OWN,
    errors: [],
    repeatable: 'always',
  }),
  /** Who we are to a proxy, from now on; what waits before it is tried at once. */
  'proxies.signIn': call<{ readonly proxy: string; readonly keptBy: KeptBy }>()({
    input: z.strictObject({
      proxy: proxyName,
      // It would be the end of the name (RFC 7617 §2).
      user: oneLine.min(1).regex(/^[^:]*$/, 'must have no colon in it'),
      password: oneLine,
    }),
    callers: OWN,
    errors: ['INPUT_INVALID', 'NO_KEYCHAIN'],
  }),
  'proxies.signOut': call<null>()({
    input: z.strictObject({ proxy: proxyName }),
    callers: OWN,
    errors: ['INPUT_INVALID', 'NO_KEYCHAIN'],
  }),
} as const;
