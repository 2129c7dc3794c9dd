import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LedgerEffect, LedgerEntry } from '../../shared/contracts/practice-protocol.ts';
import { assertNever } from '../../shared/lang/assert-never.ts';
import { type Answer, accepted } from './answer.ts';
import type { Contents } from './body-reader.ts';
import { decide } from './decide.ts';
import { NO_FAULTS, parseFaults } from './faults.ts';
import { idempotencyKey, type KnownKey } from './idempotency.ts';
import type { LedgerRecord } from './ledger.ts';
import { receiveBody } from './receive-body.ts';
import { sendAnswer } from './send-answer.ts';

export interface InboxTools {
  readonly now: () => number;
  readonly newId: () => string;
  readonly nextRequest: () => number;
  readonly record: (record: LedgerRecord) => LedgerEntry;
  readonly effectOf: (key: string) => LedgerEffect | null;
  /** Whose access token the request has; null: none that is good. */
  readonly userOf: (headers: IncomingHttpHeaders) => string | null;
  /** Ends what is being worked on: nothing is applied afterwards. */
  readonly stopped: AbortSignal;
}

/**
 * Takes submissions in: receive all of it, judge it by its key, apply it once and store the answer, and only
 * then answer. The work goes on when the client is gone, as it does on any server.
 */
export function createInbox(tools: InboxTools) {
  const bodiesInProgress = new Map<string, string>();

  function knownKey(key: string | null): KnownKey<LedgerEffect> {
    if (key === null) return { state: 'unused' };
    const effect = tools.effectOf(key);
    if (effect !== null) return { state: 'applied', sha256: effect.received.sha256, effect };
    const sha256 = bodiesInProgress.get(key);
    return sha256 === undefined ? { state: 'unused' } : { state: 'inProgress', sha256 };
  }

  /** Null: the server was stopped before it had applied anything. */
  async function apply(
    { request, key, bytes, sha256 }: LedgerEntry & { readonly sha256: string },
    contents: Contents,
    how: { readonly delayMs: number; readonly status: number },
  ): Promise<LedgerEffect | null> {
    if (key !== null) bodiesInProgress.set(key, sha256);
    await pause(how.delayMs, tools.stopped);
    if (key !== null) bodiesInProgress.delete(key);
    if (tools.stopped.aborted) return null;
    const received = { ...contents, bytes, sha256 };
    const { status } = how;
    const effect = { id: tools.newId(), key, request, at: tools.now(), status, received };
    tools.record({ event: 'applied', request, effect });
    return effect;
  }

  return async function takeIn(req: IncomingMessage, res: ServerResponse, url: URL): Promise<void> {
    const { socket } = req;
    const request = tools.nextRequest();
    const { key, turn, user } = tools.record({
      event: 'arrived',
      request,
      key: idempotencyKey(req.headers),
      attempt: attemptNumber(req.headers['x-outbox-attempt']),
      user: tools.userOf(req.headers),
      method: req.method ?? '',
      path: url.pathname + url.search,
      at: tools.now(),
    });
    let ended = false;
    const end = (status: number | null): void => {
      if (!ended) tools.record({ event: 'ended', request, at: tools.now(), status });
      ended = true;
    };

    const parsed = parseFaults(url.searchParams);
    const faults = parsed.ok && turn <= parsed.value.times ? parsed.value : NO_FAULTS;

    const { bytes, sha256, contents } = await receiveBody(req, faults.dropAfter);
    const complete = contents !== null;
    const entry = tools.record({ event: 'received', request, bytes, sha256, complete });
    if (!complete) return end(null);
    res.once('close', () => end(res.headersSent ? res.statusCode : null));

    const send = async (answer: Answer): Promise<void> => {
      await sendAnswer(res, answer, faults);
      end(answer.status);
    };
    const sendOrDrop = async (answer: Answer): Promise<void> => {
      if (!faults.commitThenDrop) return send(answer);
      end(null);
      socket.destroy();
    };

    const decision = decide({
      faults: parsed.ok ? { ok: true, value: faults } : parsed,
      contents,
      sha256,
      known: knownKey(key),
      authorized: user !== null || !(parsed.ok && parsed.value.auth),
    });
    switch (decision.kind) {
      case 'apply': {
        const how = { delayMs: faults.delayMs, status: faults.status ?? 201 };
        const effect = await apply({ ...entry, sha256 }, decision.contents, how);
        return effect === null ? undefined : sendOrDrop(accepted(effect));
      }
      case 'replay': {
        const { effect } = decision;
        tools.record({ event: 'judged', request, verdict: 'replayed', effect: effect.id });
        return sendOrDrop(accepted(effect, { 'Idempotent-Replay': 'true' }));
      }
      case 'turnAway':
        tools.record({ event: 'judged', request, verdict: decision.verdict, effect: null });
        if (decision.verdict === 'misbehaved') await pause(faults.delayMs, tools.stopped);
        return tools.stopped.aborted ? undefined : send(decision.answer);
      default:
        return assertNever(decision);
    }
  };
}

/** Ends early, and without an error, when the server is stopped. */
async function pause(ms: number, stopped: AbortSignal): Promise<void> {
  if (ms > 0) await sleep(ms, undefined, { signal: stopped }).catch(() => {});
}

function attemptNumber(text: string | string[] | undefined): number | null {
  return typeof text === 'string' && /^\d{1,9}$/.test(text) ? Number(text) : null;
}
