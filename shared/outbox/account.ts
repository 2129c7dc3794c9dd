import type { SuccessContract } from '../contracts/worker-protocol.ts';

/** How the idempotency key travels: some servers want the quotes of a structured field, most do not. */
export interface IdempotencyStyle {
  readonly header: string;
  readonly quoted: boolean;
}

export const DEFAULT_IDEMPOTENCY: IdempotencyStyle = { header: 'Idempotency-Key', quoted: false };

/** An identity at one or more origins. Its secrets live in the keychain, never here. */
export interface Account {
  readonly name: string;
  readonly origins: readonly string[];
  readonly contract: SuccessContract | null;
  readonly idempotency: IdempotencyStyle | null;
}
