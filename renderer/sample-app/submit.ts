import { createOutboxFetch, isQueued, outtray } from '../client/index.ts';

// The one import that changes: what was `fetch` is this, and everything below is as it was.
const fetch = createOutboxFetch();

export interface Submitted {
  /** Of the item in the queue; null where there is no queue, and the server has answered already. */
  readonly id: string | null;
  /** The server's own answer, whenever it comes. */
  readonly answer: Promise<Response>;
}

/** Hands an inspection over. It is safe on this machine when this resolves, with a network or without. */
export async function submit(form: FormData, place: string): Promise<Submitted> {
  const response = await fetch(await inspectionsUrl(), {
    method: 'POST',
    body: form,
    // An ordinary `fetch` knows nothing of this, and is not told.
    outbox: { title: `Inspection of ${place}`, labels: ['inspection'] },
  });
  if (isQueued(response)) return { id: response.itemId, answer: response.delivered() };
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return { id: null, answer: Promise.resolve(response) };
}

/**
 * Where inspections go. An app of your own has its server's address here; this one may be anybody's, and sends to where
 * it was granted to.
 */
async function inspectionsUrl(): Promise<string> {
  const status = await outtray()?.status();
  const [target] = status?.ok === true ? status.value.grant.targets : [];
  return target === undefined ? './inspections' : target.url.replace(/\*$/, '');
}
