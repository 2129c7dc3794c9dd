import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import electronLog from 'electron-log/node';

const MOST_BYTES = 2 * 1024 * 1024;
/** Older ones beside the current file: together they say what happened in the last weeks. */
const OLDER = 3;

/**
 * `log/outtray.log` of a profile folder, a line each, turned over when it is large. What cannot be written must not
 * stop the sending, so nothing is ever thrown.
 */
export function openLogFile(home: string): (line: string) => void {
  const folder = join(home, 'log');
  const file = join(folder, 'outtray.log');
  const logger = electronLog.create({ logId: file });
  const { console: terminal, file: transport } = logger.transports;
  terminal.level = false;
  transport.level = 'silly';
  // It looks for a name around the working directory, and writes nothing where it finds none.
  transport.setAppName('outtray');
  transport.format = ({ message }) => [String(message.data[0] ?? '')];
  transport.maxSize = MOST_BYTES;
  transport.resolvePathFn = () => file;
  transport.writeOptions = { flag: 'a', mode: 0o600, encoding: 'utf8' };
  transport.archiveLogFn = () => turnOver(file);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch {
    // The disk is full or read-only: the queue itself says so.
  }
  return (line) => {
    try {
      logger.info(line.replace(/\n$/, ''));
    } catch {
      // As above.
    }
  };
}

function turnOver(file: string): void {
  const older = (n: number): string => `${file}.${n}`;
  try {
    rmSync(older(OLDER), { force: true });
    for (let n = OLDER - 1; n > 0; n -= 1) moveIfThere(older(n), older(n + 1));
    moveIfThere(file, older(1));
  } catch {
    // It grows on until this works.
  }
}

function moveIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
