/** A part of a form as a parser hands it on; null for what it does not tell. */
export interface SeenPart {
  readonly name: string | null;
  readonly filename: string | null;
  readonly type: string | null;
  readonly base64: string;
}

/** Reads a form as the parser in question does; `seen` is what it made of it. */
export interface FormParser {
  /** The head of its column. */
  readonly label: string;
  /** Where forms may be posted; answers with a JSON array of `SeenPart`. */
  readonly url: string;
}
