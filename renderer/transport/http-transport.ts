import { type OutboxError, outboxError } from '../../shared/contracts/errors.ts';
import {
  decodeMessage,
  encodeMessage,
  WEB_CALL_BYTES,
  WEB_PATHS,
} from '../../shared/contracts/web-protocol.ts';
import { err, type Result } from '../../shared/lang/result.ts';
import { followOnce } from './event-follower.ts';
import { createFollowedClient } from './followed-client.ts';
import type { OutboxClient } from './outbox-client.ts';
import type { PageEnvironment } from './page-environment.ts';
import { forgetSession, type PageSession, REQUEST, sessionOpener } from './page-session.ts';

/** The outbox over HTTP, for the page in a browser. */
export const createHttpTransport = (page: PageEnvironment): OutboxClient =>
  createFollowedClient<PageSession>(page, {
    openSession: sessionOpener(page),
    follow: (session, heard) => followOnce(page, session, heard),
    async ask({ token }, name, input) {
      const { contentType, body } = encodeMessage(input);
      if (body.length > WEB_CALL_BYTES)
        return err(outboxError('CALL_TOO_LARGE', { limit: WEB_CALL_BYTES }));
      try {
        const answer = await page.fetch(WEB_PATHS.call + name, {
          ...REQUEST,
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': contentType },
          body,
        });
        if (answer.status === 401) return 'refused';
        const bytes = new Uint8Array(await answer.arrayBuffer());
        const type = answer.headers.get('content-type') ?? '';
        if (answer.ok) return decodeMessage(type, bytes) as Result<unknown, OutboxError>;
      } catch {
        // Nobody answered, or not to the end.
      }
      return err(outboxError('HOST_STOPPED', { begun: 'perhaps' }));
    },
    forgetSession: () => forgetSession(page),
  });
