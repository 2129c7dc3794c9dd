import { hiddenCharacters } from '../../shared/messages/edit-words.ts';
import { printable } from '../../shared/messages/printable.ts';
import { Data } from '../bodies/Data.tsx';

/** A field shows text as it is, so what can hide in it is said beside it. */
export function HiddenCharacters({ text }: { readonly text: string }) {
  if (printable(text) === text) return null;
  return (
    <span className="quiet">
      {hiddenCharacters} <Data text={text} />
    </span>
  );
}
