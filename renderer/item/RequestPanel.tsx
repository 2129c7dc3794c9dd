import { useState } from 'react';
import type { BodyView, FileView, PartView } from '../../shared/contracts/request-view.ts';
import { bytes } from '../../shared/messages/format.ts';
import { ITEM_WORDS } from '../../shared/messages/item-words.ts';
import type { Item } from '../../shared/outbox/item.ts';
import { Data } from '../bodies/Data.tsx';
import { HeaderList } from '../bodies/HeaderList.tsx';
import { InlineBody } from '../bodies/InlineBody.tsx';
import { useCall } from '../live/use-call.ts';
import { Unread } from '../shell/PlaceHolder.tsx';
import { Choice } from './Choice.tsx';
import { RequestFile } from './RequestFile.tsx';
import { Values } from './Values.tsx';

/** What is sent: of the present revision, or of an earlier one. */
export function RequestPanel({ item }: { readonly item: Item }) {
  const [chosen, setChosen] = useState<number | null>(null);
  const [asWritten, setAsWritten] = useState(false);
  const revision = chosen ?? item.revision;
  const { value, error } = useCall('request', { id: item.id, revision }, item.updatedAt);
  if (error !== null) return <Unread error={error} />;
  if (value === null) return <p className="quiet">{ITEM_WORDS.loading}</p>;
  const { template } = value;
  const written = template?.written ?? null;
  const shown = (asWritten ? written : null) ?? { ...value, url: item.url };
  return (
    <>
      {value.revisions.length > 1 && (
        <Choice
          label={ITEM_WORDS.revision}
          options={value.revisions.toReversed().map((one) => ({
            id: one,
            label: one === item.revision ? `${one} (${ITEM_WORDS.present})` : String(one),
          }))}
          value={revision}
          onChange={(one) => setChosen(one === item.revision ? null : one)}
        />
      )}
      {written !== null && (
        <Choice
          label={ITEM_WORDS.shown}
          options={[
            { id: 0, label: ITEM_WORDS.asSent },
            { id: 1, label: ITEM_WORDS.asWritten },
          ]}
          value={Number(asWritten)}
          onChange={(one) => setAsWritten(one === 1)}
        />
      )}
      <p className="address">
        <span className="method">{item.method}</span> <Data text={shown.url} />
      </p>
      {template !== null && (
        <>
          <h3>{ITEM_WORDS.values}</h3>
          <Values values={template.values} />
        </>
      )}
      <h3>{ITEM_WORDS.headers}</h3>
      <HeaderList headers={shown.headers} label={ITEM_WORDS.headers} />
      <h3>{ITEM_WORDS.body}</h3>
      <RequestBody key={Number(asWritten)} id={item.id} revision={revision} body={shown.body} />
    </>
  );
}

interface BodyProps {
  readonly id: string;
  readonly revision: number;
  readonly body: BodyView;
}

function RequestBody({ id, revision, body }: BodyProps) {
  switch (body.kind) {
    case 'none':
      return <p className="quiet">{ITEM_WORDS.noBody}</p>;
    case 'json':
    case 'text':
      return (
        <>
          <p className="quiet">
            <Data text={body.contentType} /> {bytes(body.bytes)}
          </p>
          <InlineBody
            key={revision}
            text={body.text}
            bytes={body.bytes}
            json={body.kind === 'json'}
            label={ITEM_WORDS.body}
          />
        </>
      );
    case 'form':
      return <HeaderList headers={[...new URLSearchParams(body.text)]} label={ITEM_WORDS.fields} />;
    case 'multipart':
      return (
        <ol className="parts">
          {body.parts.map((part, at) => (
            <li key={at}>
              <Part id={id} revision={revision} part={part} at={at} />
            </li>
          ))}
        </ol>
      );
    case 'file':
      return (
        <>
          <FileFacts file={body.file} contentType={body.contentType} />
          <RequestFile
            id={id}
            revision={revision}
            part={null}
            contentType={body.contentType}
            label={ITEM_WORDS.body}
          />
        </>
      );
  }
}

function Part({
  id,
  revision,
  part,
  at,
}: {
  readonly id: string;
  readonly revision: number;
  readonly part: PartView;
  readonly at: number;
}) {
  const name = part.name === '' ? <em>{ITEM_WORDS.emptyName}</em> : <Data text={part.name} />;
  if (part.kind === 'field')
    return (
      <>
        <h4>{name}</h4>
        <p className="part-value">
          <Data text={part.value} />
        </p>
      </>
    );
  return (
    <>
      <h4>
        {name}: <Data text={part.filename} />
      </h4>
      <FileFacts file={part.file} contentType={part.contentType} />
      <RequestFile
        id={id}
        revision={revision}
        part={at}
        contentType={part.contentType}
        label={part.filename}
      />
    </>
  );
}

function FileFacts({
  file,
  contentType,
}: {
  readonly file: FileView;
  readonly contentType: string;
}) {
  return (
    <p className="quiet">
      <Data text={contentType} /> · {bytes(file.size)} ·{' '}
      {file.kind === 'copy' ? ITEM_WORDS.fileCopy : ITEM_WORDS.fileReference} · {ITEM_WORDS.sha256}{' '}
      <span className="hash">{file.sha256}</span>
    </p>
  );
}
