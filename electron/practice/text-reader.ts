import { err, ok } from '../../shared/lang/result.ts';
import type { BodyReader, Contents } from './body-reader.ts';

/** JSON and forms are parsed as a whole, so they are held in memory up to here, in bytes. */
const MOST_TEXT = 16 * 1024 * 1024;

/** `understand` gets the text (UTF-8, or it is refused) and may throw: that is a 400 with its message. */
export function createTextReader(understand: (text: string) => Contents): BodyReader {
  const pieces: Buffer[] = [];
  let bytes = 0;
  return {
    async write(piece) {
      bytes += piece.length;
      if (bytes <= MOST_TEXT) pieces.push(piece);
      else pieces.length = 0;
    },
    async end() {
      if (bytes > MOST_TEXT) {
        return err({
          status: 413,
          detail: `The body has ${bytes} bytes; ${MOST_TEXT} is the most.`,
        });
      }
      try {
        const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces));
        return ok(understand(text));
      } catch (error) {
        return err({ status: 400, detail: `The body is not what it says: ${String(error)}` });
      }
    },
  };
}
