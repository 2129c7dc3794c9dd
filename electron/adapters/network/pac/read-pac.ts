import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { limitedText } from '../../../../shared/lang/limited-text.ts';
import { err, ok, type Result } from '../../../../shared/lang/result.ts';
import { NoAnswer } from '../../../core/ports/no-answer.ts';
import type { PacTrouble } from '../../../core/ports/pac-files.ts';
import type { Timers } from '../../../core/ports/timers.ts';
import { fetchByRoute } from '../fetch-by-route.ts';

/** A PAC file is fetched past every proxy. */
const fetchDirectly = fetchByRoute({
  to: async () =>
    ok({ route: { proxy: null, ca: null }, proxyName: null, from: null, silent: null }),
  refused() {},
  down() {},
});

/** As browsers have it. */
const MOST_BYTES = 1024 * 1024;
const PATIENCE_MS = 5_000;

/** The text of a PAC file. A redirect is not followed: it comes from the sign-in page of a network. */
export async function readPac(place: URL, timers: Timers): Promise<Result<string, PacTrouble>> {
  if (place.protocol === 'file:') return readFromDisk(place);
  const control = new AbortController();
  const cancel = timers.after(PATIENCE_MS, () => control.abort());
  try {
    const response = await fetchDirectly(place.href, { signal: control.signal }, null);
    if (response.status !== 200) {
      control.abort();
      return unreadable(`status ${response.status}`);
    }
    const text = await limitedText(response.body, MOST_BYTES);
    return text === null ? unreadable('it is too large') : ok(text);
  } catch (error) {
    if (error instanceof NoAnswer) return unreadable(error.message);
    return err({
      code: 'PAC_UNREACHABLE',
      detail: control.signal.aborted ? 'ETIMEDOUT' : codeOf(error),
    });
  } finally {
    cancel();
  }
}

async function readFromDisk(place: URL): Promise<Result<string, PacTrouble>> {
  try {
    const bytes = await readFile(fileURLToPath(place));
    return bytes.length > MOST_BYTES
      ? unreadable('it is too large')
      : ok(new TextDecoder().decode(bytes));
  } catch (error) {
    const code = codeOf(error);
    return unreadable(code === 'ENOENT' ? 'there is no such file' : code);
  }
}

const unreadable = (detail: string): Result<never, PacTrouble> =>
  err({ code: 'PAC_UNREADABLE', detail });

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
