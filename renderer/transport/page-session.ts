import {
  encodeMessage,
  type SessionAnswer,
  WEB_PATHS,
} from '../../shared/contracts/web-protocol.ts';
import type { Opening, Position } from './followed-client.ts';
import { forgetPosition, keptPosition } from './kept-position.ts';
import type { PageEnvironment } from './page-environment.ts';

/** The right to ask, and how far this tab has heard what happened. */
export interface PageSession extends Position {
  readonly token: string;
}

const TOKEN = 'outtray.token';
/**
 * Trades the code of the address for a session, or goes on with that of an earlier load of this tab. Takes the code
 * out of the address before anything else can see it; only the first call finds one there.
 */
export function sessionOpener(page: PageEnvironment): () => Promise<Opening<PageSession>> {
  const code = /^code=([\w-]+)$/.exec(page.takeFragment())?.[1];
  return async () => {
    const traded = code === undefined ? 'refused' : await trade(page, code);
    if (traded === 'unanswered') return { kind: 'unanswered' };
    if (traded !== 'refused') {
      page.storage.setItem(TOKEN, traded.token);
      keptPosition(page.storage).keepCursor(traded.cursor);
    }
    const token = page.storage.getItem(TOKEN);
    return token === null ? { kind: 'refused' } : { kind: 'open', session: kept(page, token) };
  };
}

/** Nobody will take the token any more. */
export function forgetSession({ storage }: PageEnvironment): void {
  storage.removeItem(TOKEN);
  forgetPosition(storage);
}

async function trade(
  page: PageEnvironment,
  code: string,
): Promise<SessionAnswer | 'refused' | 'unanswered'> {
  const { contentType, body } = encodeMessage({ code });
  try {
    const answer = await page.fetch(WEB_PATHS.session, {
      ...REQUEST,
      method: 'POST',
      headers: { 'content-type': contentType },
      body,
    });
    if (answer.ok) return (await answer.json()) as SessionAnswer;
    return answer.status === 401 ? 'refused' : 'unanswered';
  } catch {
    return 'unanswered';
  }
}

/** Of every request: nothing is kept, nothing but the token says who asks. */
export const REQUEST = { cache: 'no-store', credentials: 'omit', redirect: 'error' } as const;

const kept = ({ storage }: PageEnvironment, token: string): PageSession => ({
  token,
  ...keptPosition(storage),
});
