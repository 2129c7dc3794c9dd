import type { Log } from '../../core/ports/log.ts';
import { maskedLine } from './masked-line.ts';

/**
 * One JSON object a line. Fields are chosen by whoever logs: never bodies, headers or URLs with queries. What looks
 * like a secret all the same is masked, wherever the line goes then.
 */
export function createTextLog(write: (line: string) => void, now: () => number): Log {
  const at =
    (level: string) =>
    (event: string, fields: Readonly<Record<string, unknown>> = {}): void =>
      write(
        `${maskedLine(JSON.stringify({ time: new Date(now()).toISOString(), level, event, ...fields }))}\n`,
      );
  return { info: at('info'), warn: at('warn'), error: at('error') };
}
