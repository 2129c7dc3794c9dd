import type { ReactNode } from 'react';
import type { ItemDetails } from '../../shared/contracts/outbox-api.ts';
import { ago, bytes } from '../../shared/messages/format.ts';
import { titleOf } from '../../shared/messages/item-title.ts';
import {
  FACT_WORDS,
  ITEM_WORDS,
  sendingWords,
  sourceWords,
  triesWords,
} from '../../shared/messages/item-words.ts';
import { pageExplanationSentence } from '../../shared/messages/page-explanation-sentences.ts';
import { authorWords } from '../../shared/messages/people-words.ts';
import type { Explanation } from '../../shared/outbox/explanation.ts';
import type { Item } from '../../shared/outbox/item.ts';
import { priorityWord } from '../../shared/outbox/priority.ts';
import { Data } from '../bodies/Data.tsx';
import { useCall } from '../live/use-call.ts';
import { useProgress } from '../live/use-progress.ts';
import type { NextSteps, Step } from './next-steps.ts';
import { Sentence } from './Sentence.tsx';
import { ServerSaid } from './ServerSaid.tsx';
import { StepButtons } from './StepButtons.tsx';
import { When } from './When.tsx';

interface Props {
  readonly item: Item;
  readonly person: ItemDetails['person'];
  readonly explanation: readonly Explanation[];
  readonly steps: NextSteps;
  readonly now: number;
  readonly onStep: (step: Step) => void;
  readonly onOpen: (id: string) => void;
}

/** State, why, what to do next; then the particulars. */
export function SummaryPanel({ item, person, explanation, steps, now, onStep, onOpen }: Props) {
  return (
    <>
      <section aria-labelledby="item-why">
        <h3 id="item-why">{ITEM_WORDS.why}</h3>
        {explanation.map((one, at) => (
          <p key={at} className={at === 0 ? 'reason first' : 'reason'}>
            <Reason one={one} now={now} onOpen={onOpen} />
          </p>
        ))}
        <ServerSaid item={item} className="reason" />
        {item.mayHaveArrived && item.state !== 'unconfirmed' && item.state !== 'delivered' && (
          <p className="quiet">{ITEM_WORDS.mayHaveArrived}</p>
        )}
        {item.state === 'sending' && <Progress item={item} />}
      </section>
      {steps.advised.length > 0 && (
        <section aria-labelledby="item-next">
          <h3 id="item-next">{ITEM_WORDS.whatNext}</h3>
          <StepButtons steps={steps.advised} onStep={onStep} />
        </section>
      )}
      <section aria-labelledby="item-facts">
        <h3 id="item-facts">{ITEM_WORDS.facts}</h3>
        <Facts item={item} person={person} now={now} />
      </section>
    </>
  );
}

function Reason({
  one,
  now,
  onOpen,
}: Pick<Props, 'now' | 'onOpen'> & { readonly one: Explanation }) {
  const id = otherIn(one);
  const { value } = useCall('get', id === null ? null : { id });
  const links =
    id === null ? [] : [{ id, title: value === null ? ITEM_WORDS.another : titleOf(value.item) }];
  return <Sentence text={pageExplanationSentence(one, now)} links={links} onOpen={onOpen} />;
}

/** The item that stands in the way, or in its place. */
function otherIn(one: Explanation): string | null {
  if (one.code === 'AFTER_ITEM') return one.parent;
  if (one.code === 'REPLACED') return one.by;
  return one.code === 'BEHIND_ORDER_KEY' ? one.head : null;
}

function Progress({ item }: { readonly item: Item }) {
  const progress = useProgress(item.id);
  if (progress === null || progress.totalUp === 0) return null;
  const words = sendingWords(progress.bytesUp, progress.totalUp);
  return (
    <div className="sending">
      <progress value={progress.bytesUp} max={progress.totalUp} aria-label={words} />
      <span className="quiet">{words}</span>
    </div>
  );
}

function Facts({ item, person, now }: Pick<Props, 'item' | 'person' | 'now'>) {
  const data = (text: string | null) => (text === null ? null : <Data text={text} />);
  const time = (at: number | null) => (at === null ? null : <When at={at} />);
  const { source } = item;
  const rows: readonly (readonly [keyof typeof FACT_WORDS, ReactNode])[] = [
    ['account', data(item.account)],
    ['person', person && data(authorWords(person))],
    ['priority', priorityWord(item.priority)],
    ['size', bytes(item.bodyBytes)],
    ['tries', triesWords(item.attempts)],
    [
      'added',
      <>
        <When at={item.createdAt} /> <span className="quiet">({ago(item.createdAt, now)})</span>
      </>,
    ],
    ['source', data(sourceWords(source.kind, source.kind === 'app' ? source.app : null))],
    ['ref', data(item.ref)],
    ['orderKey', data(item.orderKey)],
    ['dedupeKey', data(item.dedupeKey)],
    ['labels', item.labels.length === 0 ? null : data(item.labels.join(', '))],
    ['notBefore', time(item.notBefore)],
    ['expires', time(item.expiresAt)],
    ['revision', item.revision === 1 ? null : item.revision],
    ['key', <span className="hash">{data(item.idempotencyKey)}</span>],
    ['id', <span className="hash">{item.id}</span>],
  ];
  return (
    <dl className="facts">
      {rows.map(
        ([name, value]) =>
          value !== null && (
            <div key={name}>
              <dt>{FACT_WORDS[name]}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
