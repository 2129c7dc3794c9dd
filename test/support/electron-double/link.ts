/** One end of a channel that carries whatever can be cloned. */
export interface Wire {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
}

type Calls = Readonly<Record<string, (input: never) => unknown>>;
type Input<Call> = Call extends (input: infer I) => unknown ? I : never;
type Output<Call> = Call extends (input: never) => infer O ? Awaited<O> : never;

/** Calls what the other end answers to. */
export type Ask<Theirs> = <Name extends keyof Theirs & string>(
  name: Name,
  input: Input<Theirs[Name]>,
) => Promise<Output<Theirs[Name]>>;

interface Question {
  readonly name: string;
  readonly id: number;
  readonly input: unknown;
}

interface Answer {
  readonly re: number;
  readonly value?: unknown;
  readonly error?: string;
}

/** Two processes that call each other by name; what fails there fails here, with the same words. */
export function createLink<Theirs extends object>(wire: Wire, ours: object): Ask<Theirs> {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let ids = 0;

  async function answer({ name, id, input }: Question): Promise<void> {
    try {
      const call = (ours as Calls)[name];
      if (call === undefined) throw new Error(`nobody answers to ${name}`);
      wire.send({ re: id, value: await call(input as never) } satisfies Answer);
    } catch (error) {
      wire.send({ re: id, error: String(error) } satisfies Answer);
    }
  }

  wire.onMessage((message) => {
    const said = message as Question | Answer;
    if (!('re' in said)) {
      void answer(said);
      return;
    }
    const asked = waiting.get(said.re);
    waiting.delete(said.re);
    if (said.error === undefined) asked?.resolve(said.value);
    else asked?.reject(new Error(said.error));
  });

  return (name, input) => {
    ids += 1;
    const asked = Promise.withResolvers<unknown>();
    waiting.set(ids, asked);
    wire.send({ name, id: ids, input } satisfies Question);
    return asked.promise as Promise<never>;
  };
}
