import type { Stats } from '../../shared/contracts/outbox-api.ts';
import { assertNever } from '../../shared/lang/assert-never.ts';
import type { AwayServer } from '../../shared/outbox/away-server.ts';
import type { DiskTrouble } from '../../shared/outbox/disk-trouble.ts';
import { type ClosedGate, isUntrusted, type Pause } from '../../shared/outbox/gate.ts';
import { openerOf } from '../../shared/outbox/gate-opener.ts';

/** What stands above the list: why things do not move that otherwise would. */
export type Banner =
  | { readonly kind: 'account'; readonly gate: ClosedGate }
  /** An account whose secrets cannot be had. */
  | { readonly kind: 'keychain'; readonly gate: ClosedGate }
  | { readonly kind: 'disk'; readonly trouble: DiskTrouble }
  | { readonly kind: 'proxy'; readonly gate: ClosedGate; readonly proxy: string }
  /** A server whose certificate is not believed. */
  | { readonly kind: 'server'; readonly gate: ClosedGate }
  /** One that nobody reaches while others answer. */
  | { readonly kind: 'away'; readonly server: AwayServer }
  | { readonly kind: 'pause'; readonly pause: Pause }
  | { readonly kind: 'gate'; readonly gate: ClosedGate };

/** What a person has to do comes first, then what a person did, then what passes by itself. */
export function bannersOf({
  gates,
  away,
  pauses,
  disk,
}: Pick<Stats, 'gates' | 'away' | 'pauses' | 'disk'>): readonly Banner[] {
  return [
    ...(disk === null ? [] : [{ kind: 'disk', trouble: disk } as const]),
    ...gates.flatMap(accountBanner),
    ...proxyBanners(gates),
    ...gates.filter(isUntrusted).map((gate): Banner => ({ kind: 'server', gate })),
    ...away.map((server): Banner => ({ kind: 'away', server })),
    ...pauses.map((pause): Banner => ({ kind: 'pause', pause })),
    ...gates
      .filter(
        (gate) =>
          isWorthTelling(gate) &&
          !isUntrusted(gate) &&
          !away.some(({ origin }) => origin === gate.key),
      )
      .map((gate): Banner => ({ kind: 'gate', gate })),
  ];
}

/** One for each proxy, however many servers stand behind it. */
const proxyBanners = (gates: readonly ClosedGate[]): readonly Banner[] => [
  ...new Map(
    gates.flatMap((gate) =>
      gate.reason.code === 'PROXY_SIGN_IN'
        ? [[gate.reason.proxy, { kind: 'proxy', gate, proxy: gate.reason.proxy } as const] as const]
        : [],
    ),
  ).values(),
];

function accountBanner(gate: ClosedGate): readonly Banner[] {
  const { reason } = gate;
  switch (reason.code) {
    case 'SIGN_IN_NEEDED':
    case 'ACCOUNT_GONE':
      return [{ kind: 'account', gate }];
    case 'TOKEN_TROUBLE': {
      const opener = openerOf(reason);
      if (opener === 'time') return [];
      return [{ kind: opener === 'keychain' ? 'keychain' : 'account', gate }];
    }
    default:
      return [];
  }
}

function isWorthTelling({ reason }: ClosedGate): boolean {
  switch (reason.code) {
    case 'UNREACHABLE':
    case 'SUSPECT':
    case 'SERVER_ASKED':
    case 'OTHER_PERSON':
      return true;
    case 'TOKEN_TROUBLE':
      return openerOf(reason) === 'time';
    // It is over before anybody has read it.
    case 'REFRESHING':
    case 'SIGN_IN_NEEDED':
    case 'ACCOUNT_GONE':
    case 'PROXY_SIGN_IN':
      return false;
    default:
      return assertNever(reason);
  }
}
