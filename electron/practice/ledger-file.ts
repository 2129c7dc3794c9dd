import { closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { LedgerRecord } from './ledger.ts';

export interface LedgerFile {
  /** What an earlier run wrote. */
  readonly earlier: readonly LedgerRecord[];
  /** Returns when the record is with the operating system: it outlives this process, not a power cut. */
  append(record: LedgerRecord): void;
  close(): void;
}

/** One JSON record a line. A last line that a killed process left unfinished is passed over. */
export function openLedgerFile(path: string): LedgerFile {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const file = openSync(path, 'a', 0o600);
  if (text !== '' && !text.endsWith('\n')) writeSync(file, '\n');
  return {
    earlier: readRecords(text),
    append: (record) => void writeSync(file, `${JSON.stringify(record)}\n`),
    close: () => closeSync(file),
  };
}

const readRecords = (text: string): readonly LedgerRecord[] =>
  text.split('\n').flatMap((line) => {
    try {
      // Nobody but this module writes the file, so a line that parses is a record.
      const record: LedgerRecord = JSON.parse(line);
      return [record];
    } catch {
      return [];
    }
  });
