import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { CONTROL_PROTOCOL } from '../../../shared/contracts/control-protocol.ts';

/** 256 random bits that are used once. */
export const newNonce = (): string => randomBytes(32).toString('base64url');

export interface Handshake {
  readonly clientNonce: string;
  readonly hostNonce: string;
}

/**
 * HMAC-SHA256 (RFC 2104) under the nonce of `host.json` over who proves it and both sides' nonces of this
 * connection: a proof is worth nothing on another connection, nor from the other side.
 */
export function proofOf(
  side: 'client' | 'host',
  key: string,
  { clientNonce, hostNonce }: Handshake,
): string {
  const said = JSON.stringify(['outtray-control', CONTROL_PROTOCOL, side, clientNonce, hostNonce]);
  return createHmac('sha256', key).update(said).digest('base64url');
}

/** In a time that does not depend on how much of it is right. */
export function isSameProof(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
