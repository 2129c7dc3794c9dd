import {
  ITEM_WORDS,
  inAllWords,
  phaseLine,
  trafficWords,
  verdictWords,
} from '../../shared/messages/item-words.ts';
import { attemptWords } from '../../shared/messages/outcome-words.ts';
import { printable } from '../../shared/messages/printable.ts';
import type { Attempt, Timings } from '../../shared/outbox/attempt.ts';
import type { Item } from '../../shared/outbox/item.ts';
import { Data } from '../bodies/Data.tsx';
import { HeaderList } from '../bodies/HeaderList.tsx';
import { timingBar } from './timing-bar.ts';
import { When } from './When.tsx';

interface Props {
  readonly item: Pick<Item, 'method'>;
  readonly attempts: readonly Attempt[];
  readonly onRead: (attempt: number) => void;
}

/** Every attempt, the newest first; their bars have one scale. */
export function AttemptsPanel({ item, attempts, onRead }: Props) {
  if (attempts.length === 0) return <p className="quiet">{ITEM_WORDS.noAttempts}</p>;
  const longest = Math.max(...attempts.map((one) => one.report?.timings?.total ?? 0));
  return (
    <ol className="attempts" reversed>
      {attempts.toReversed().map((attempt) => (
        <li key={attempt.number} value={attempt.number}>
          <AttemptEntry item={item} attempt={attempt} longest={longest} onRead={onRead} />
        </li>
      ))}
    </ol>
  );
}

/** Of an attempt that is still running. */
const NOTHING = { requestHeaders: [], timings: null, error: null, verdict: null, response: null };

function AttemptEntry({
  item,
  attempt,
  longest,
  onRead,
}: {
  readonly item: Pick<Item, 'method'>;
  readonly attempt: Attempt;
  readonly longest: number;
  readonly onRead: (attempt: number) => void;
}) {
  const { report } = attempt;
  const { requestHeaders, timings, error, verdict, response } = report ?? NOTHING;
  return (
    <article className="attempt">
      <h3>
        {ITEM_WORDS.attempt} {attempt.number}: {printable(attemptWords(attempt, item))}
      </h3>
      <p className="quiet">
        <When at={attempt.startedAt} />
        {report !== null && ` · ${trafficWords(report.bytesUp, report.bytesDown)}`}
        {attempt.counted && ` · ${ITEM_WORDS.counted}`}
      </p>
      {timings !== null && <TimingBar timings={timings} longest={longest} />}
      {error !== null && (
        <p>
          <Data text={error.message} /> <span className="quiet">({error.code})</span>
        </p>
      )}
      {verdict !== null && <p className="quiet">{verdictWords(verdict)}</p>}
      {response !== null && (
        <button type="button" className="link" onClick={() => onRead(attempt.number)}>
          {ITEM_WORDS.response}: {response.status} <Data text={response.statusText} />
        </button>
      )}
      {requestHeaders.length > 0 && (
        <details className="fold">
          <summary>
            {ITEM_WORDS.requestHeaders} ({requestHeaders.length})
          </summary>
          <HeaderList headers={requestHeaders} label={ITEM_WORDS.requestHeaders} />
        </details>
      )}
    </article>
  );
}

function TimingBar({ timings, longest }: { readonly timings: Timings; readonly longest: number }) {
  const { spans, totalMs } = timingBar(timings, longest);
  return (
    <div className="timing">
      <div className="timing-bar" aria-hidden="true">
        {spans.map((span) => (
          <span
            key={span.phase}
            className={`timing-span timing-${span.phase}`}
            style={{ insetInlineStart: `${span.start}%`, inlineSize: `${span.width}%` }}
          />
        ))}
      </div>
      <ul className="timing-legend">
        <li>{inAllWords(totalMs)}</li>
        {spans.map((span) => (
          <li key={span.phase}>
            <span className={`timing-dot timing-${span.phase}`} aria-hidden="true" />
            {phaseLine(span.phase, span.ms)}
          </li>
        ))}
      </ul>
    </div>
  );
}
