import type { OutboxError } from '../../../shared/contracts/errors.ts';
import { type CallName, outboxContract } from '../../../shared/contracts/outbox-api.ts';
import type { Result } from '../../../shared/lang/result.ts';
import type { Api } from '../../api/api.ts';

/** An API that can be let go of: of a host in another process, or of this one as the owner. */
export interface ReachedApi {
  readonly api: Api;
  close(): Promise<void>;
}

/** A host that stops is followed by this process, and only another host can come between. */
const MOST_HOSTS = 10;

/**
 * The API of whoever owns the queue at the time of a call. Where a host stops before it answers, the next owner is
 * asked, unless the call may have been carried out and a second time would be one too many: then HOST_STOPPED.
 */
export function steadyApi(reach: () => Promise<Result<ReachedApi, OutboxError>>): ReachedApi {
  let present: ReachedApi | null = null;

  async function leave(): Promise<void> {
    const left = present;
    present = null;
    await left?.close();
  }

  return {
    api: {
      async call(name, input, source, aside) {
        for (let hosts = 1; ; hosts += 1) {
          if (present === null) {
            const reached = await reach();
            if (!reached.ok) return reached;
            present = reached.value;
          }
          const result = await present.api.call(name, input, source, aside);
          if (result.ok || result.error.code !== 'HOST_STOPPED') return result;
          await leave();
          const again = result.error.params['begun'] === 'no' || isRepeatable(name, input);
          if (!again || hosts === MOST_HOSTS) return result;
        }
      },
    },
    close: leave,
  };
}

function isRepeatable(name: CallName, input: object): boolean {
  const { repeatable } = outboxContract[name];
  if (repeatable !== 'withRequestId') return repeatable === 'always';
  const requests = 'requests' in input ? (input.requests as readonly object[]) : [input];
  return requests.every((one) => 'requestId' in one && one.requestId !== undefined);
}
