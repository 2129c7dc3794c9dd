import { err, type Result } from '../../../../shared/lang/result.ts';
import type { Clock } from '../../../core/ports/clock.ts';
import type { PacFiles, PacTrouble } from '../../../core/ports/pac-files.ts';
import type { Timers } from '../../../core/ports/timers.ts';
import { addressOf, myAddress } from './names.ts';
import { compilePac, type PacScript } from './pac-script.ts';
import { readPac } from './read-pac.ts';

type Loaded = Result<PacScript, PacTrouble>;

interface Known {
  readonly pac: string;
  /** Null when it could not be read. */
  readonly text: string | null;
  readonly loaded: Loaded;
  /** By the monotonic clock. */
  readonly freshUntil: number;
}

const FRESH_MS = 5 * 60 * 1000;
/** Somebody may be about to sign in to the network. */
const TROUBLED_MS = 30 * 1000;

export function createPacFiles({
  clock,
  timers,
}: {
  readonly clock: Clock;
  readonly timers: Timers;
}): PacFiles {
  let known: Known | null = null;
  let loading: { readonly pac: string; readonly done: Promise<Loaded> } | null = null;

  async function load(pac: string): Promise<Loaded> {
    const place = new URL(pac);
    const before = known?.pac === pac ? known : null;
    const read = await readPac(place, timers);
    const loaded = read.ok && read.value === before?.text ? before.loaded : await compiled(read);
    // Files on disk are read each time: that is faster than to ask whether they have changed.
    const ms = place.protocol === 'file:' ? 0 : loaded.ok ? FRESH_MS : TROUBLED_MS;
    known = {
      pac,
      text: read.ok ? read.value : null,
      loaded,
      freshUntil: clock.monotonic() + ms,
    };
    return loaded;
  }

  async function compiled(read: Result<string, PacTrouble>): Promise<Loaded> {
    if (!read.ok) return read;
    const script = await compilePac(read.value, {
      clock,
      lookUp: (name) => addressOf(name, timers),
      myAddress,
    });
    return script.ok ? script : err({ code: 'PAC_INVALID', detail: script.error });
  }

  /** Whoever asks meanwhile waits for the same answer. */
  function scriptOf(pac: string): Promise<Loaded> {
    if (known?.pac === pac && clock.monotonic() < known.freshUntil)
      return Promise.resolve(known.loaded);
    if (loading?.pac === pac) return loading.done;
    const done = load(pac).finally(() => {
      if (loading?.done === done) loading = null;
    });
    loading = { pac, done };
    return done;
  }

  function lookAgain(): void {
    if (known !== null) known = { ...known, freshUntil: 0 };
  }

  return {
    async ask(pac, url) {
      const script = await scriptOf(pac);
      if (!script.ok) return script;
      const answer = await script.value.find(shown(url), url.hostname.replaceAll(/^\[|\]$/g, ''));
      return answer.ok ? answer : err({ code: 'PAC_INVALID', detail: answer.error });
    },
    async check(pac) {
      lookAgain();
      const script = await scriptOf(pac);
      return script.ok ? null : script.error;
    },
    lookAgain,
  };
}

/** What a script is shown of a URL, as browsers do: what travels encrypted stays here. */
function shown(url: URL): string {
  if (url.protocol === 'https:') return `${url.origin}/`;
  const { origin, pathname, search } = url;
  return `${origin}${pathname}${search}`;
}
