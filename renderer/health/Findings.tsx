import { CircleAlert, CircleCheck, CircleX, type LucideIcon } from 'lucide-react';
import { Button } from 'react-aria-components';
import { AREA_WORDS, checkedAgo, HEALTH_WORDS } from '../../shared/messages/health-words.ts';
import { pageFindingSentence } from '../../shared/messages/page-finding-sentences.ts';
import { printableLine } from '../../shared/messages/printable.ts';
import type { Finding, FindingLevel } from '../../shared/outbox/finding.ts';
import { useCall } from '../live/use-call.ts';
import { useNow } from '../live/use-now.ts';
import { Unread } from '../shell/PlaceHolder.tsx';
import { byArea } from './finding-areas.ts';
import type { HealthLinks } from './links.ts';

/** What `doctor` finds, by what it is about. It asks servers and the keychain, so only when wanted. */
export function Findings({ links }: { readonly links: HealthLinks }) {
  const { value, error, reload } = useCall('health', {});
  const now = useNow(10_000);
  return (
    <section aria-labelledby="health-findings">
      <div className="health-head">
        <h2 id="health-findings">{HEALTH_WORDS.findings}</h2>
        <Button className="button" onPress={reload}>
          {HEALTH_WORDS.checkAgain}
        </Button>
        <span className="quiet">
          <span role="status">{value === null && error === null && HEALTH_WORDS.checking}</span>
          {value !== null && checkedAgo(now - value.at)}
        </span>
      </div>
      {error !== null && <Unread error={error} />}
      {value !== null && (
        <div className="areas">
          {byArea(value.findings).map(({ area, level, findings }) => (
            <section key={area} className="area" aria-labelledby={`area-${area}`}>
              <h3 id={`area-${area}`}>
                {AREA_WORDS[area]} <LevelMark level={level} withWord />
              </h3>
              <ul>
                {findings.map(({ finding, level: own }, at) => (
                  <li key={at}>
                    <LevelMark level={own} />
                    <span dir="auto">
                      {printableLine(pageFindingSentence(finding))}{' '}
                      <FindingLink finding={finding} links={links} />
                    </span>
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </div>
      )}
    </section>
  );
}

const MARKS: Readonly<Record<FindingLevel, LucideIcon>> = {
  well: CircleCheck,
  person: CircleAlert,
  unusable: CircleX,
};

/** A mark that says the same by shape, by colour and to a screen reader. */
function LevelMark({
  level,
  withWord,
}: {
  readonly level: FindingLevel;
  readonly withWord?: true;
}) {
  const Mark = MARKS[level];
  return (
    <span className="level" data-level={level}>
      <Mark size={16} aria-hidden="true" />
      <span className={withWord === true ? 'level-word' : 'visually-hidden'}>
        {HEALTH_WORDS[level]}
      </span>
    </span>
  );
}

function FindingLink({
  finding,
  links,
}: {
  readonly finding: Finding;
  readonly links: HealthLinks;
}) {
  if (finding.code !== 'SIGN_IN_NEEDED') return null;
  return (
    <button type="button" className="link" onClick={links.openAccounts}>
      {HEALTH_WORDS.openAccounts}
    </button>
  );
}
