import type { OutboxCalls } from '../../../shared/contracts/control-protocol.ts';
import { outboxError } from '../../../shared/contracts/errors.ts';
import { type CallName, outboxContract } from '../../../shared/contracts/outbox-api.ts';
import {
  decodeMessage,
  WEB_CALL_BYTES,
  WEB_PATHS,
} from '../../../shared/contracts/web-protocol.ts';
import { err } from '../../../shared/lang/result.ts';
import type { Source } from '../../../shared/outbox/item.ts';
import { answerMessage, type Exchange, readBody, refuse } from './exchange.ts';

/** Everybody who has a token is the page, whatever they say. */
const SOURCE: Source = { kind: 'window' };

/** Carries out one call; its answer, also one that says no, is a `Result`. */
export async function answerCall(exchange: Exchange, api: OutboxCalls): Promise<void> {
  const { request } = exchange;
  const body = await readBody(request, WEB_CALL_BYTES);
  if (!body.ok) {
    if (body.error === 'cut') return;
    answerMessage(exchange, err(outboxError('CALL_TOO_LARGE', { limit: WEB_CALL_BYTES })));
    return;
  }
  let input: unknown;
  try {
    input = decodeMessage(request.headers['content-type'] ?? '', body.value);
  } catch {
    refuse(exchange, 400, 'not a message');
    return;
  }
  const name = (request.url ?? '').slice(WEB_PATHS.call.length);
  const result = isCallName(name)
    ? await api.call(name, input as never, SOURCE, { pathless: true })
    : err(outboxError('NOT_ALLOWED', { call: name.slice(0, 100) }));
  answerMessage(exchange, result);
}

/** Asking again after a lost answer does no harm. */
export const isRepeatable = (target: string): boolean => {
  const name = target.slice(WEB_PATHS.call.length);
  return isCallName(name) && outboxContract[name].repeatable === 'always';
};

const isCallName = (name: string): name is CallName => Object.hasOwn(outboxContract, name);
