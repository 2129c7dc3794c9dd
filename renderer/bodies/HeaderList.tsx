import { useState } from 'react';
import { Button } from 'react-aria-components';
import { ITEM_WORDS, moreHeaders } from '../../shared/messages/item-words.ts';
import type { Header } from '../../shared/outbox/request.ts';
import { Data } from './Data.tsx';

/** So many at a time: a server may send thousands. */
const STEP = 200;

/** Headers in their order, repeats included. */
export function HeaderList({
  headers,
  label,
}: {
  readonly headers: readonly Header[];
  readonly label: string;
}) {
  const [shown, setShown] = useState(STEP);
  if (headers.length === 0) return <p className="quiet">{ITEM_WORDS.noHeaders}</p>;
  const rest = headers.length - shown;
  return (
    <>
      <table className="pairs" aria-label={label}>
        <tbody>
          {headers.slice(0, shown).map(([name, value], at) => (
            <tr key={at}>
              <th scope="row">
                <Data text={name} />
              </th>
              <td>
                <Data text={value} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {rest > 0 && (
        <Button className="button" onPress={() => setShown(shown + STEP * 5)}>
          {moreHeaders(Math.min(rest, STEP * 5))}
        </Button>
      )}
    </>
  );
}
