import { useState } from 'react';
import { Button } from 'react-aria-components';
import { ITEM_WORDS, notAllKept, shownOf } from '../../shared/messages/item-words.ts';
import { attemptWords } from '../../shared/messages/outcome-words.ts';
import { pageErrorSentence } from '../../shared/messages/page-error-sentences.ts';
import { printable } from '../../shared/messages/printable.ts';
import type { Attempt } from '../../shared/outbox/attempt.ts';
import type { Item } from '../../shared/outbox/item.ts';
import type { Header } from '../../shared/outbox/request.ts';
import { type ByteSource, readWhole } from '../bodies/byte-source.ts';
import { Data } from '../bodies/Data.tsx';
import { answerFileName } from '../bodies/file-names.ts';
import { HeaderList } from '../bodies/HeaderList.tsx';
import { StoredBody } from '../bodies/StoredBody.tsx';
import { saveFile } from '../bodies/save-file.ts';
import { useClient } from '../live/client.ts';
import { Choice } from './Choice.tsx';

interface Props {
  readonly item: Pick<Item, 'method'>;
  readonly attempts: readonly Attempt[];
  /** The attempt whose answer is shown. */
  readonly number: number | null;
  readonly onChoose: (number: number) => void;
}

/** The answer of one attempt, of the newest that had one unless another was chosen. */
export function ResponsePanel({ item, attempts, number, onChoose }: Props) {
  const attempt =
    attempts.find((one) => one.number === number) ??
    attempts.findLast((one) => one.report !== null && one.report.response !== null) ??
    attempts.at(-1);
  if (attempt === undefined) return <p className="quiet">{ITEM_WORDS.noAttempts}</p>;
  const response = attempt.report?.response ?? null;
  return (
    <>
      {attempts.length > 1 && (
        <Choice
          label={ITEM_WORDS.attempt}
          options={attempts.toReversed().map((one) => ({
            id: one.number,
            label: `${one.number}: ${printable(attemptWords(one, item))}`,
          }))}
          value={attempt.number}
          onChange={onChoose}
        />
      )}
      {response === null ? (
        <p>
          {ITEM_WORDS.noAnswer} {printable(attemptWords(attempt, item))}
        </p>
      ) : (
        <>
          <h3>
            {response.status} <Data text={response.statusText} />
          </h3>
          <details className="fold">
            <summary>
              {ITEM_WORDS.headers} ({response.headers.length})
            </summary>
            <HeaderList headers={response.headers} label={ITEM_WORDS.headers} />
          </details>
          <h3>{ITEM_WORDS.body}</h3>
          <AnswerBody attempt={attempt} headers={response.headers} />
        </>
      )}
    </>
  );
}

function AnswerBody({
  attempt: { itemId, number, body },
  headers,
}: {
  readonly attempt: Attempt;
  readonly headers: readonly Header[];
}) {
  const client = useClient();
  if (body === null || body.bytes === 0) return <p className="quiet">{ITEM_WORDS.noBody}</p>;
  const source: ByteSource = {
    key: `${itemId}/${number}`,
    contentType: headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? null,
    read: (offset, length) =>
      client.call('responseRange', { id: itemId, attempt: number, offset, length }),
  };
  return (
    <>
      {body.truncated !== null && (
        <p className="notice">{notAllKept(body.truncated, body.bytes)}</p>
      )}
      <StoredBody key={source.key} source={source} label={ITEM_WORDS.response} />
      <SaveBody source={source} name={answerFileName(number, source.contentType)} />
    </>
  );
}

function SaveBody({ source, name }: { readonly source: ByteSource; readonly name: string }) {
  const [said, setSaid] = useState('');
  const save = async () => {
    const whole = await readWhole(source, (read, size) => setSaid(shownOf(read, size)));
    setSaid(whole.ok ? '' : pageErrorSentence(whole.error));
    if (whole.ok) saveFile(name, whole.value, 'application/octet-stream');
  };
  return (
    <p>
      <Button className="button" onPress={() => void save()}>
        {ITEM_WORDS.saveBody}
      </Button>{' '}
      <span className="quiet" role="status">
        {said}
      </span>
    </p>
  );
}
