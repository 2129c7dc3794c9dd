import type { StoredFile, StoredPart } from '../../../shared/outbox/request.ts';

export type Piece = { readonly kind: 'text'; readonly text: string } | FilePiece;

export interface FilePiece {
  readonly kind: 'file';
  readonly path: string;
  /** Of the bytes that were accepted, in lower case hexadecimal. */
  readonly sha256: string;
}

/** The body that the worker makes with form-data, byte for byte: texts, and files between them. */
export function multipartPieces(
  boundary: string,
  parts: readonly StoredPart[],
  pathOf: (file: StoredFile) => string,
): readonly Piece[] {
  const pieces: Piece[] = [];
  let text = '';
  for (const part of parts) {
    text += `--${boundary}\r\nContent-Disposition: form-data; name="${escaped(part.name)}"`;
    if (part.kind === 'field') {
      text += `\r\n\r\n${part.value}\r\n`;
      continue;
    }
    text += `; filename="${escaped(part.filename)}"\r\nContent-Type: ${part.contentType}\r\n\r\n`;
    const { file } = part;
    pieces.push({ kind: 'text', text }, { kind: 'file', path: pathOf(file), sha256: file.sha256 });
    text = '\r\n';
  }
  return [...pieces, { kind: 'text', text: `${text}--${boundary}--\r\n` }];
}

/** As browsers and form-data do it (HTML Living Standard, multipart/form-data encoding algorithm). */
const escaped = (name: string): string =>
  name.replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22');
