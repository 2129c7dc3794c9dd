import { count } from '../../shared/messages/format.ts';
import { exampleWord, HEALTH_WORDS } from '../../shared/messages/health-words.ts';
import { pageExplanationSentence } from '../../shared/messages/page-explanation-sentences.ts';
import { printableLine } from '../../shared/messages/printable.ts';
import type { ExplainedGroup } from '../../shared/outbox/explanation.ts';
import { useCall } from '../live/use-call.ts';
import { useNow } from '../live/use-now.ts';
import { useQueueVersion } from '../live/use-queue-version.ts';
import { Unread } from '../shell/PlaceHolder.tsx';
import type { HealthLinks } from './links.ts';
import { leadsToAccounts, undisturbed } from './queue-reasons.ts';

/** "Why isn't this moving?" for the whole queue. */
export function QueueReasons({ links }: { readonly links: HealthLinks }) {
  const now = useNow();
  const asked = `${useQueueVersion()}/${Math.floor(now / 5000)}`;
  const { value, error } = useCall('explainQueue', {}, asked);
  const groups = value?.groups ?? [];
  const calm = value === null ? null : undisturbed(groups);
  return (
    <section aria-labelledby="health-why">
      <h2 id="health-why">{HEALTH_WORDS.why}</h2>
      {error !== null && <Unread error={error} />}
      {calm !== null && <p>{HEALTH_WORDS[calm]}</p>}
      <ul className="reasons">
        {groups.map((group, at) => (
          <Reason key={at} group={group} now={now} links={links} />
        ))}
      </ul>
    </section>
  );
}

function Reason({
  group,
  now,
  links,
}: {
  readonly group: ExplainedGroup;
  readonly now: number;
  readonly links: HealthLinks;
}) {
  const { explanation, count: items, examples } = group;
  return (
    <li dir="auto">
      {items > 0 && <strong>{count(items, 'item')}: </strong>}
      {printableLine(pageExplanationSentence(explanation, now))}{' '}
      {examples.map((id, at) => (
        <button key={id} type="button" className="link" onClick={() => links.openItem(id)}>
          {exampleWord(at + 1, items)}
        </button>
      ))}
      {leadsToAccounts(group) && (
        <button type="button" className="link" onClick={links.openAccounts}>
          {HEALTH_WORDS.openAccounts}
        </button>
      )}
    </li>
  );
}
