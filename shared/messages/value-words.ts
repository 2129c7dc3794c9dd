import { assertNever } from '../lang/assert-never.ts';
import type { FillPlace, MissingValueCause, UnfitValueCause } from '../outbox/value-causes.ts';

const MISSING: Readonly<Record<MissingValueCause, string>> = {
  NOT_THERE: 'the answer has no such place',
  NOT_JSON: 'the answer is not JSON',
  CUT: 'the answer was not kept whole, as it was too long or its connection ended early',
  TOO_LONG: 'it is longer than what may be filled in',
  NO_ANSWER: 'there is no answer by which that item was delivered',
  NOT_KEPT: 'the answer is not kept any more',
  MASKED: 'it holds credentials, which are not kept',
};

/** Why a value from another item's answer is not to be had. */
export const missingValueWords = (cause: MissingValueCause): string => MISSING[cause];

/** Why a value cannot stand where it is wanted. */
export function unfitValueWords(place: FillPlace, cause: UnfitValueCause): string {
  switch (cause) {
    case 'NOT_TEXT':
      return `it is an object, a list or null, and ${PLACES[place]} takes text`;
    case 'OTHER_PATH':
      return 'with it the URL would be another one: it is empty, or dots only';
    case 'CHARACTERS':
      return `it has characters that ${PLACES[place]} cannot have, such as a line end`;
    case 'TOO_LARGE':
      return `with it ${PLACES[place]} would be too long`;
    case 'NOT_GRANTED':
      return 'with it the app that added it may not send it: its address or its size is not granted';
    default:
      return assertNever(cause);
  }
}

const PLACES: Readonly<Record<FillPlace, string>> = {
  path: 'the path of a URL',
  query: 'the query of a URL',
  header: 'a header',
  json: 'a text in JSON',
  form: 'a form',
  field: 'a field',
  text: 'a text',
};

/** A placeholder as it stands in a request. */
export const inBraces = (value: string): string => `{{${value}}}`;
