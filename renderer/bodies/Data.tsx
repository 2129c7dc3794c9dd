import { printablePieces } from '../../shared/messages/printable.ts';
import './bodies.css';

/**
 * Data of others within our own words: it cannot turn the direction of what stands around it, and control characters
 * are shown, marked as such.
 */
export function Data({ text, className }: { readonly text: string; readonly className?: string }) {
  return (
    <bdi dir="auto" className={className === undefined ? 'data' : `data ${className}`}>
      <Printable text={text} />
    </bdi>
  );
}

/** The same without a direction of its own, for where the surrounding element has one. */
export function Printable({ text }: { readonly text: string }) {
  return printablePieces(text).map((piece, at) =>
    piece.escaped ? (
      <span key={at} className="data-escape">
        {piece.text}
      </span>
    ) : (
      piece.text
    ),
  );
}
