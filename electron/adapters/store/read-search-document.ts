import type { Item } from '../../../shared/outbox/item.ts';
import { type SearchDocument, searchDocument } from '../../core/search/search-document.ts';
import type { Connection } from './connection.ts';
import { readReport } from './rows/attempt-row.ts';
import type { ItemRow } from './rows/item-columns.ts';
import { type RequestRow, readRequest } from './rows/request-row.ts';

interface ReportRow {
  readonly report: string | null;
}

interface AnswerRow extends ReportRow {
  readonly inline: Uint8Array;
}

/** The words by which the item with that `seq` is found; null for one that is gone. */
export function readSearchDocument(
  connection: Connection,
  readItem: (row: ItemRow) => Item,
  seq: number,
): SearchDocument | null {
  const row = connection.get('itemBySeq', seq);
  if (row === undefined) return null;
  const item = readItem(row as ItemRow);
  const request = connection.get('currentRequest', item.id) as RequestRow | undefined;
  const failed = connection.get('lastError', seq) as ReportRow | undefined;
  const answer = connection.get('lastAnswer', seq) as AnswerRow | undefined;
  return searchDocument({
    item,
    body: request === undefined ? null : (readRequest(request)?.body ?? null),
    error: readReport(failed?.report ?? null)?.error ?? null,
    answer:
      answer === undefined
        ? null
        : {
            headers: readReport(answer.report)?.response?.headers ?? [],
            inline: answer.inline,
          },
  });
}
