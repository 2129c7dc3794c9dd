/** Why a value is not to be had. */
export const MISSING_VALUE_CAUSES = [
  /** The answer has no such place. */
  'NOT_THERE',
  /** The body of the answer is no JSON. */
  'NOT_JSON',
  /** The body of the answer was longer than what is kept, or its connection ended early. */
  'CUT',
  /** More than may be copied. */
  'TOO_LONG',
  /** There is no answer: the item was cancelled or removed, or a person said that it had arrived. */
  'NO_ANSWER',
  /** The answer is not kept any more. */
  'NOT_KEPT',
  /** It carries credentials, which are not kept. */
  'MASKED',
] as const;

export type MissingValueCause = (typeof MISSING_VALUE_CAUSES)[number];

export const FILL_PLACES = ['path', 'query', 'header', 'json', 'form', 'field', 'text'] as const;

export type FillPlace = (typeof FILL_PLACES)[number];

/** Why a value that is there cannot stand where it is wanted. */
export const UNFIT_VALUE_CAUSES = [
  /** An object, a list or null, where text is wanted. */
  'NOT_TEXT',
  /** Nothing, or dots only: it would be another address. */
  'OTHER_PATH',
  /** Characters that cannot be sent there, e.g. a line end in a header. */
  'CHARACTERS',
  /** The whole would be too large. */
  'TOO_LARGE',
  /** The app that added it may not send what would come of it. */
  'NOT_GRANTED',
] as const;

export type UnfitValueCause = (typeof UNFIT_VALUE_CAUSES)[number];
