import { errorSentence } from '../../shared/messages/error-sentences.ts';
import { explanationSentence } from '../../shared/messages/explanation-sentences.ts';
import { HEALTH_WORDS } from '../../shared/messages/health-words.ts';
import { printableLine } from '../../shared/messages/printable.ts';
import { useCall } from '../live/use-call.ts';
import { useNow } from '../live/use-now.ts';
import { useQueueVersion } from '../live/use-queue-version.ts';
import type { HealthLinks } from './links.ts';
import { queueReasons } from './queue-reasons.ts';

/** "Why isn't this moving?" for the whole queue. */
export function QueueReasons({ links }: { readonly links: HealthLinks }) {
  const now = useNow();
  const { value, error } = useCall('stats', {}, `${useQueueVersion()}/${Math.floor(now / 5000)}`);
  return (
    <section aria-labelledby="health-why">
      <h2 id="health-why">{HEALTH_WORDS.why}</h2>
      {error !== null && <p className="trouble">{errorSentence(error)}</p>}
      {value !== null && queueReasons(value).length === 0 && <p>{HEALTH_WORDS.moving}</p>}
      <ul className="reasons">
        {value !== null &&
          queueReasons(value).map((reason, at) => (
            <li key={at} dir="auto">
              {printableLine(explanationSentence(reason, now))}{' '}
              {reason.code === 'GATE_CLOSED' && reason.reason.code === 'SIGN_IN_NEEDED' && (
                <button type="button" className="link" onClick={links.openAccounts}>
                  {HEALTH_WORDS.openAccounts}
                </button>
              )}
            </li>
          ))}
      </ul>
    </section>
  );
}
