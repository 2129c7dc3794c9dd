const HIDDEN = '[secret]';

/**
 * A text that must not be seen. Printed, logged, thrown in a message or made into JSON it is "[secret]"; a copy
 * by structured clone is empty. `reveal` is called where the text leaves for the place it is meant for.
 */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  reveal(): string {
    return this.#text;
  }

  equals(other: Secret): boolean {
    return this.#text === other.#text;
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return HIDDEN;
  }
}
