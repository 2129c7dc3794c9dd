import type { OutTray } from '../../shared/contracts/app-bridge.ts';
import { attentionSentence } from '../../shared/messages/attention-sentences.ts';
import { STATE_WORDS } from '../../shared/messages/state-words.ts';
import type { Item } from '../../shared/outbox/item.ts';
import { OutTrayError } from './outtray-error.ts';

/** `Response` takes no body with these. */
const BODILESS: ReadonlySet<number> = new Set([204, 205, 304]);

/** Of the connection that brought the answer; the body is decoded already. */
const OF_THE_WAY: ReadonlySet<string> = new Set([
  'content-encoding',
  'content-length',
  'transfer-encoding',
  'connection',
  'keep-alive',
]);

/**
 * What the server said of an item, once it was delivered or a person must decide. An answer that is none of success is
 * one too; whatever else became of the item is an OutTrayError.
 */
export async function answerOf(
  id: string,
  outtray: Pick<OutTray, 'waitFor' | 'response'>,
  signal: AbortSignal | null,
): Promise<Response> {
  const item = await settled(id, outtray, signal);
  const answer = await outtray.response(id);
  if (!answer.ok) throw new OutTrayError(answer.error);
  const said = answer.value;
  // A success that the outbox does not believe (a sign-in page, say) is none for the page either.
  if (said === null || (item.state !== 'delivered' && said.status < 400)) throw notAnswered(item);
  return new Response(BODILESS.has(said.status) ? null : new Uint8Array(said.body), {
    status: said.status,
    headers: said.headers
      .filter(([name]) => !OF_THE_WAY.has(name.toLowerCase()))
      .map(([name, value]) => [name, value]),
  });
}

async function settled(
  id: string,
  outtray: Pick<OutTray, 'waitFor'>,
  signal: AbortSignal | null,
): Promise<Item> {
  for (;;) {
    const waited = await unlessAborted(outtray.waitFor(id), signal);
    if (waited.ok) return waited.value;
    if (waited.error.code !== 'TIMED_OUT') throw new OutTrayError(waited.error);
  }
}

function unlessAborted<T>(waiting: Promise<T>, signal: AbortSignal | null): Promise<T> {
  if (signal === null) return waiting;
  signal.throwIfAborted();
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
  return Promise.race([waiting, aborted]);
}

function notAnswered(item: Item): OutTrayError {
  const { id, state } = item;
  const reason = state === 'attention' ? item.reason : null;
  return new OutTrayError({
    code: reason?.code ?? state.toUpperCase(),
    params: { id, state },
    message:
      reason === null
        ? `the request is ${STATE_WORDS[state]}, so there is no answer`
        : `the request was not delivered: ${attentionSentence(reason)}`,
  });
}
