import type { Attempt, ResponseBody } from '../../../../shared/outbox/attempt.ts';
import type { AttemptOutcome } from '../../../../shared/outbox/attempt-outcome.ts';
import type { AttemptClosing } from '../../../core/ports/store-writer.ts';
import { parseStored, STORED } from './stored-json.ts';
import { asFlag } from './stored-values.ts';

export interface BodyRow {
  readonly body_bytes: number | null;
  readonly body_file: string | null;
  readonly body_truncated: string | null;
}

export interface AttemptRow extends BodyRow {
  readonly number: number;
  readonly revision: number;
  readonly method: string;
  readonly url: string;
  readonly idempotency_key: string;
  readonly token_generation: number | null;
  readonly probe: number;
  readonly isolated: number;
  readonly started_at: number;
  readonly ended_at: number | null;
  readonly outcome: string | null;
  readonly counted: number;
  readonly report: string | null;
}

/** An outcome that cannot be read any more is one that nobody knows; a damaged report is left out. */
export function readAttempt(itemId: string, row: AttemptRow): Attempt {
  const ended = row.ended_at !== null;
  return {
    itemId,
    number: row.number,
    revision: row.revision,
    method: row.method,
    url: row.url,
    idempotencyKey: row.idempotency_key,
    tokenGeneration: row.token_generation,
    probe: row.probe === 1,
    isolated: row.isolated === 1,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    outcome: ended ? (parseStored(STORED.outcome, row.outcome) ?? DAMAGED) : null,
    counted: row.counted === 1,
    report: readReport(row.report),
    body: readBody(row),
  };
}

export const readReport = (report: string | null): Attempt['report'] =>
  report === null ? null : (parseStored(STORED.report, report) ?? null);

const DAMAGED: AttemptOutcome = { kind: 'unknown', code: 'DAMAGED_RECORD' };

export function readBody(row: BodyRow): Omit<ResponseBody, 'inline'> | null {
  if (row.body_bytes === null) return null;
  const truncated = row.body_truncated;
  return {
    bytes: row.body_bytes,
    file: row.body_file,
    truncated: truncated === 'cap' || truncated === 'cut' ? truncated : null,
  };
}

/** The columns that close an attempt. */
export function closingValues(closing: AttemptClosing) {
  const { outcome, body, report } = closing;
  return {
    ended_at: Math.round(closing.endedAt),
    outcome: JSON.stringify(outcome),
    outcome_kind: outcome.kind,
    status: report?.response?.status ?? ('status' in outcome ? outcome.status : null),
    error_code: report?.error?.code ?? null,
    counted: asFlag(closing.counted),
    report: report === null ? null : JSON.stringify(report),
    body_bytes: body?.bytes ?? null,
    body_file: body?.file ?? null,
    body_truncated: body?.truncated ?? null,
  };
}
