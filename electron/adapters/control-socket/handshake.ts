import {
  type ChallengeMessage,
  CONTROL_PROTOCOL,
  challengeMessage,
  type HelloMessage,
  helloMessage,
  type ProofMessage,
  proofMessage,
  type WelcomeMessage,
  welcomeMessage,
} from '../../../shared/contracts/control-protocol.ts';
import { assertNever } from '../../../shared/lang/assert-never.ts';
import type { Channel } from './channel.ts';
import { isSameProof, newNonce, proofOf } from './proof.ts';

/** The host's side. True when the other side has proved to know `key` and been welcomed; else it was told why not. */
export async function welcomeClient(channel: Channel, key: string, pid: number): Promise<boolean> {
  const refuse = (reason: 'protocol' | 'proof'): false => {
    channel.send({
      type: 'refused',
      protocol: CONTROL_PROTOCOL,
      reason,
    } satisfies ChallengeMessage);
    return false;
  };
  const hello = helloMessage.safeParse(await channel.next());
  if (!hello.success) return false;
  if (hello.data.protocol !== CONTROL_PROTOCOL) return refuse('protocol');
  const nonces = { clientNonce: hello.data.nonce, hostNonce: newNonce() };
  channel.send({
    type: 'challenge',
    protocol: CONTROL_PROTOCOL,
    nonce: nonces.hostNonce,
    proof: proofOf('host', key, nonces),
  } satisfies ChallengeMessage);
  const proof = proofMessage.safeParse(await channel.next());
  if (!proof.success) return false;
  if (!isSameProof(proof.data.proof, proofOf('client', key, nonces))) return refuse('proof');
  channel.send({ type: 'welcome', pid } satisfies WelcomeMessage);
  return true;
}

export type Greeting =
  | { readonly kind: 'welcome'; readonly pid: number }
  | { readonly kind: 'otherProtocol'; readonly protocol: number }
  /** It does not know the key, or says that we do not. */
  | { readonly kind: 'notTrusted' }
  /** It broke off. */
  | { readonly kind: 'gone' };

/** The client's side: proves nothing to one who has not proved to know `key` first. */
export async function greetHost(channel: Channel, key: string): Promise<Greeting> {
  const clientNonce = newNonce();
  channel.send({
    type: 'hello',
    protocol: CONTROL_PROTOCOL,
    nonce: clientNonce,
  } satisfies HelloMessage);
  const said = await channel.next();
  if (said === null) return { kind: 'gone' };
  const challenge = challengeMessage.safeParse(said);
  if (!challenge.success) return { kind: 'notTrusted' };
  if (challenge.data.type === 'refused') return refusal(challenge.data);
  const nonces = { clientNonce, hostNonce: challenge.data.nonce };
  if (!isSameProof(challenge.data.proof, proofOf('host', key, nonces)))
    return { kind: 'notTrusted' };
  channel.send({
    type: 'proof',
    proof: proofOf('client', key, nonces),
  } satisfies ProofMessage);
  const answer = await channel.next();
  if (answer === null) return { kind: 'gone' };
  const welcome = welcomeMessage.safeParse(answer);
  return welcome.success ? { kind: 'welcome', pid: welcome.data.pid } : { kind: 'notTrusted' };
}

function refusal(message: Extract<ChallengeMessage, { readonly type: 'refused' }>): Greeting {
  switch (message.reason) {
    case 'protocol':
      return { kind: 'otherProtocol', protocol: message.protocol };
    case 'proof':
      return { kind: 'notTrusted' };
    default:
      return assertNever(message.reason);
  }
}
