import { z } from 'zod';
import type { Result } from '../lang/result.ts';
import type { Source } from '../outbox/item.ts';
import type { CallAside } from './call.ts';
import { ERROR_CODES, type OutboxError } from './errors.ts';
import type { CallInput, CallName, CallOutput } from './outbox-api.ts';

/**
 * What passes between a host and the command line over the control socket. A frame is the length of what
 * follows (four bytes, big-endian) and a JSON object in UTF-8.
 *
 * Both sides prove that they have read the nonce of the profile's `host.json`, which itself never travels:
 *
 *     client  hello(protocol, nonce C)
 *     host    challenge(protocol, nonce S, HMAC-SHA256(key, host…C…S))     or refused(protocol, reason)
 *     client  proof(HMAC-SHA256(key, client…C…S))
 *     host    welcome(pid)                                                 or refused
 *
 * From then on the client calls and watches, and the host answers and tells.
 */
export const CONTROL_PROTOCOL = 2;

/** The largest frame from somebody who has proved nothing yet. */
export const HANDSHAKE_BYTES = 4096;

/** The largest frame: a batch of requests, or an answer with a body. JSON of twice that is no string in V8. */
export const FRAME_BYTES = 256 * 1024 * 1024;

const nonce = z.string().min(22).max(100);

/** Loose: whoever speaks another version may say more than we know. */
export const helloMessage = z.looseObject({
  type: z.literal('hello'),
  protocol: z.int(),
  nonce,
});

export const challengeMessage = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('challenge'), protocol: z.int(), nonce, proof: z.string() }),
  z.looseObject({
    type: z.literal('refused'),
    protocol: z.int(),
    reason: z.enum(['protocol', 'proof']).catch('protocol'),
  }),
]);

export const proofMessage = z.strictObject({ type: z.literal('proof'), proof: z.string() });

export const welcomeMessage = z.strictObject({
  type: z.literal('welcome'),
  pid: z.int().positive(),
});

/** Bytes have no form in JSON: they travel beside a message as base64, each with its place in it. */
const bytesBeside = z
  .array(z.tuple([z.array(z.union([z.string(), z.int().nonnegative()])), z.base64()]))
  .optional();

const callId = z.int().nonnegative();

export const toHostMessage = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('call'),
    id: callId,
    name: z.string(),
    input: z.unknown(),
    bytes: bytesBeside,
    /** Its progress is to be told. */
    progress: z.literal(true).optional(),
  }),
  /** Gives a call up; it is answered all the same. */
  z.strictObject({ type: z.literal('abort'), id: callId }),
  /** From now on: `changed` after each change of the queue, or news of the sending. */
  z.strictObject({ type: z.literal('watch'), what: z.enum(['queue', 'sending']) }),
]);

/** Of the one loop that sends, while somebody looks. */
const sendingNews = z.discriminatedUnion('kind', [
  /** Nothing runs and nothing can be started at this moment; what becomes of the queue if nobody touches it. */
  z.strictObject({ kind: z.literal('idle'), outlook: z.enum(['moving', 'stuck', 'empty']) }),
  /** Bytes of the request bodies that are being sent. */
  z.strictObject({
    kind: z.literal('progress'),
    bytesUp: z.number().nonnegative(),
    totalUp: z.number().nonnegative(),
  }),
]);

const errorMessage = z.strictObject({
  code: z.enum(ERROR_CODES),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});

export const fromHostMessage = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('answer'),
    id: callId,
    value: z.unknown(),
    bytes: bytesBeside,
  }),
  z.strictObject({ type: z.literal('failure'), id: callId, error: errorMessage }),
  z.strictObject({
    type: z.literal('progress'),
    id: callId,
    progress: z.strictObject({
      what: z.enum(['bytes', 'requests']),
      done: z.int().nonnegative(),
      total: z.int().nonnegative(),
    }),
  }),
  z.strictObject({ type: z.literal('changed') }),
  z.strictObject({ type: z.literal('sending'), news: sendingNews }),
]);

/** `host.json` of a profile folder: where its host listens, and what both sides must know. For its owner's eyes only. */
export const hostFile = z.strictObject({
  protocol: z.int(),
  pid: z.int().positive(),
  socket: z.string().min(1),
  nonce,
});

export type HelloMessage = z.infer<typeof helloMessage>;
export type ChallengeMessage = z.infer<typeof challengeMessage>;
export type ProofMessage = z.infer<typeof proofMessage>;
export type WelcomeMessage = z.infer<typeof welcomeMessage>;
export type ToHostMessage = z.infer<typeof toHostMessage>;
export type FromHostMessage = z.infer<typeof fromHostMessage>;
export type SendingNews = z.infer<typeof sendingNews>;
export type HostFile = z.infer<typeof hostFile>;
export type BytesBeside = NonNullable<z.infer<typeof bytesBeside>>;

/** The contract as a transport carries it; of the same shape as the API itself. */
export interface OutboxCalls {
  call<Name extends CallName>(
    name: Name,
    input: CallInput<Name>,
    source: Source,
    aside?: CallAside,
  ): Promise<Result<CallOutput<Name>, OutboxError>>;
}

/** What a host offers to those who reach it, in its own process or over the socket. */
export interface HostEvents {
  /** Called after changes of the queue; a hint, the truth is in `changes`. */
  onChange(listener: () => void): () => void;
  /** Tells at once when nothing is going on, and then whenever that changes. */
  watchSending(listener: (news: SendingNews) => void): () => void;
}

/** A host in another process. Its calls answer HOST_STOPPED once it is gone, and always ask as the command line. */
export interface RemoteHost extends OutboxCalls, HostEvents {
  readonly pid: number;
  /** Resolves when the host is gone, or the connection to it is. */
  readonly ended: Promise<void>;
  close(): void;
}
