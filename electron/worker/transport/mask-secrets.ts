/** Passes bytes on with secrets masked, also such as lie across pieces. */
export interface SecretMask {
  /** What is safe of everything so far, and was not answered yet. */
  push(chunk: Uint8Array): Uint8Array;
  /** The rest, once nothing more comes. */
  end(): Uint8Array;
}

const STAR = 0x2a;

/** Each byte of a secret becomes a star: a body keeps its length, and every place in it stays where it was. */
export function maskSecrets(secrets: readonly string[]): SecretMask {
  const wanted = secrets.map((secret) => Buffer.from(secret));
  const longest = Math.max(0, ...wanted.map((secret) => secret.length));
  let held: Buffer = Buffer.alloc(0);

  /** Everything but the last bytes, which may be the beginning of a secret: one that begins before them is whole. */
  function release(data: Buffer, keep: number): Uint8Array {
    const safe = Math.max(0, data.length - keep);
    const found = wanted.flatMap((secret) => placesOf(secret, data, safe));
    const end = Math.max(safe, ...found.map((place) => place.end));
    const out = new Uint8Array(data.subarray(0, end));
    for (const place of found) out.fill(STAR, place.start, place.end);
    held = data.subarray(end);
    return out;
  }

  return {
    push: (chunk) => (longest === 0 ? chunk : release(Buffer.concat([held, chunk]), longest - 1)),
    end: () => release(held, 0),
  };
}

interface Place {
  readonly start: number;
  readonly end: number;
}

function placesOf(secret: Buffer, data: Buffer, before: number): readonly Place[] {
  const places: Place[] = [];
  for (let at = data.indexOf(secret); at >= 0 && at < before; at = data.indexOf(secret, at + 1)) {
    places.push({ start: at, end: at + secret.length });
  }
  return places;
}
