import type { Log } from '../../core/ports/log.ts';

/** One JSON object a line. Fields are chosen by whoever logs: never bodies, headers or URLs with queries. */
export function createTextLog(write: (line: string) => void, now: () => number): Log {
  const at =
    (level: string) =>
    (event: string, fields: Readonly<Record<string, unknown>> = {}): void =>
      write(
        `${JSON.stringify({ time: new Date(now()).toISOString(), level, event, ...fields })}\n`,
      );
  return { info: at('info'), warn: at('warn'), error: at('error') };
}
