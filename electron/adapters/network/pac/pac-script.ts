import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { QuickJS } from 'quickjs-wasi';
import { err, ok, type Result } from '../../../../shared/lang/result.ts';
import type { Clock } from '../../../core/ports/clock.ts';
import { pacFunctions } from './pac-functions.ts';

export interface PacSurroundings {
  readonly clock: Clock;
  /** The first IPv4 address of a name; null when it has none. Never rejects. */
  lookUp(name: string): Promise<string | null>;
  myAddress(): Promise<string>;
}

/** A script that compiled. */
export interface PacScript {
  /** `PROXY host:port; DIRECT` and the like, or nothing; what is wrong with the script otherwise. */
  find(url: string, host: string): Promise<Result<string, string>>;
}

/** A file of ten thousand rules takes a hundredth of it. */
const PATIENCE_MS = 500;
const MOST_BYTES = 32 * 1024 * 1024;

/** Each may ask for names that only the one before made known. */
const MOST_RUNS = 4;

/** WebAssembly, so that it runs wherever this does. */
const sandbox = createRequire(import.meta.url).resolve('quickjs-wasi/quickjs.wasm');

const ENTRY = 'FindProxyForURL';

/** The error says what is wrong with the script. */
export async function compilePac(
  text: string,
  { clock, lookUp, myAddress }: PacSurroundings,
): Promise<Result<PacScript, string>> {
  let known: ReadonlyMap<string, string | null> = new Map();
  let wanted: Set<string> = new Set();
  let deadline = 0;
  let mine = await myAddress();
  const vm = await QuickJS.create({
    wasm: await readFile(sandbox),
    memoryLimit: MOST_BYTES,
    interruptHandler: () => clock.monotonic() > deadline,
  });

  const functions = pacFunctions({
    now: () => new Date(clock.now()),
    addressOf(name) {
      const address = known.get(name);
      if (address === undefined) wanted.add(name);
      return address ?? null;
    },
    myAddress: () => mine,
  });
  for (const [name, call] of Object.entries(functions))
    vm.newFunction(name, (...args) =>
      vm.hostToHandle(call(...args.map((arg) => vm.dump(arg)))),
    ).consume((handle) => vm.setProp(vm.global, name, handle));

  function bounded<T>(run: () => T): Result<T, string> {
    deadline = clock.monotonic() + PATIENCE_MS;
    try {
      return ok(run());
    } catch (error) {
      if (clock.monotonic() > deadline) return err('it does not come to an end');
      return err(error instanceof Error ? error.message : String(error));
    }
  }

  /** One call of the script, which asks nobody and waits for nothing. */
  const run = (url: string, host: string): Result<string, string> => {
    const said = bounded(() =>
      vm
        .newString(url)
        .consume((a) =>
          vm.newString(host).consume((b) => vm.callFunction(entry, vm.undefined, a, b)),
        )
        .consume((answer) => vm.dump(answer)),
    );
    if (!said.ok) return said;
    // Browsers take no answer for "directly".
    if (said.value === null || said.value === undefined) return ok('');
    return typeof said.value === 'string'
      ? ok(said.value)
      : err(`${ENTRY} answers ${typeof said.value}, not a text`);
  };

  const compiled = bounded(() => vm.evalCode(`${text}\n;typeof ${ENTRY}`, 'proxy.pac'));
  if (!compiled.ok) return compiled;
  if (compiled.value.consume((handle) => vm.dump(handle)) !== 'function')
    return err(`it has no function ${ENTRY}`);
  const entry = vm.evalCode(ENTRY);

  return ok({
    async find(url, host) {
      mine = await myAddress();
      const names = new Map<string, string | null>();
      for (let runs = 1; ; runs += 1) {
        known = names;
        wanted = new Set();
        const answer = run(url, host);
        if (wanted.size === 0 || runs === MOST_RUNS) return answer;
        await Promise.all(Array.from(wanted, async (name) => names.set(name, await lookUp(name))));
      }
    },
  });
}
