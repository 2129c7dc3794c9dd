import { expect, test } from 'vitest';
import type { GateReason } from '../../../shared/outbox/gate.ts';
import { type GateOpener, openerOf } from '../../../shared/outbox/gate-opener.ts';

const trouble = (detail: string): GateReason => ({ code: 'TOKEN_TROUBLE', detail });

const REASONS: Readonly<Record<GateOpener, readonly GateReason[]>> = {
  time: [
    { code: 'UNREACHABLE', cause: 'network', detail: 'ECONNREFUSED' },
    { code: 'UNREACHABLE', cause: 'proxy', detail: 'ECONNREFUSED' },
    { code: 'SUSPECT', status: 200, doubt: 'HTML_INSTEAD' },
    { code: 'SERVER_ASKED', status: 429 },
    { code: 'REFRESHING' },
    trouble('TOKEN_ENDPOINT_UNREACHABLE'),
    trouble('TOKEN_PROXY_TROUBLE'),
    trouble('TOKEN_ENDPOINT_SLOW'),
    trouble('TOKEN_ENDPOINT_BUSY'),
    // As the sign-in page of a network does.
    trouble('TOKEN_ENDPOINT_REDIRECTS'),
    trouble('TOKEN_ENDPOINT_NONSENSE'),
    trouble('IDENTITY_UNREACHABLE'),
    trouble('IDENTITY_NONSENSE'),
    trouble('IDENTITY_BUSY'),
    trouble('KEYCHAIN_SLOW'),
    trouble('FRESH_TOKENS_REFUSED'),
    trouble('FROM_A_NEWER_OUTTRAY'),
  ],
  person: [
    { code: 'UNREACHABLE', cause: 'certificate', detail: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
    { code: 'PROXY_SIGN_IN', proxy: 'proxy:3128', refused: false },
    { code: 'SIGN_IN_NEEDED' },
    { code: 'ACCOUNT_GONE' },
    { code: 'OTHER_PERSON', subject: 's', person: 'Ann', signedIn: 'Ben' },
    trouble('TOKEN_PROXY_SIGN_IN'),
    trouble('TOKEN_CERTIFICATE'),
    trouble('TOKEN_CLIENT_REFUSED'),
    trouble('IDENTITY_REFUSED'),
    trouble('KEYCHAIN_DAMAGED'),
  ],
  keychain: [
    trouble('NO_KEYCHAIN'),
    trouble('KEYCHAIN_LOCKED'),
    trouble('KEYCHAIN_FAILED'),
    trouble('KEYCHAIN_ITEM_MISSING'),
    trouble('CREDENTIALS_FILE'),
  ],
};

test.for(Object.entries(REASONS))('%s opens these gates', ([opener, reasons]) => {
  expect(reasons.map(openerOf)).toEqual(reasons.map(() => opener));
});
