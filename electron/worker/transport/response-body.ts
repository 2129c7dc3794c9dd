import { closeSync, openSync, writeSync } from 'node:fs';
import type { Job } from '../../../shared/contracts/worker-protocol.ts';
import type { ResponseBody } from '../../../shared/outbox/attempt.ts';
import { SAMPLE_BYTES } from '../classify/web-page.ts';
import { maskSecrets } from './mask-secrets.ts';

export type BodyEnd = 'ended' | 'cut' | 'cap';

/** Takes a response body in and keeps no more of it than the caps allow. */
export interface BodyKeeper {
  /** False when the cap is reached: nothing more will be kept. */
  add(chunk: Uint8Array): boolean;
  readonly bytes: number;
  finish(end: BodyEnd): ResponseBody;
  /** The first bytes, for whoever must judge what kind of answer this is; after `finish`. */
  start(): Uint8Array;
  /** All of it, where that was asked for; null where some of it is missing. After `finish`. */
  whole(): Uint8Array | null;
}

/**
 * Up to `inlineBytes` stay in memory; a longer body goes to the spill file, up to `maxBytes`. Writing is
 * synchronous: at most 10 MiB into the page cache, and no queue that an endless body could fill. A body that
 * cannot be written is kept as far as memory holds it. What the answer means does not depend on our disk: one that
 * can be judged only as a whole (`needsWhole`) is held in memory until it has been.
 * A server that repeats one of `secrets` gets it no further than here: it is masked before anything is kept.
 */
export function keepBody(
  limits: { readonly inlineBytes: number; readonly maxBytes: number },
  spill: Job['spill'],
  { secrets, needsWhole }: { readonly secrets: readonly string[]; readonly needsWhole: boolean },
): BodyKeeper {
  const mask = maskSecrets(secrets);
  const inline: Uint8Array[] = [];
  const all: Uint8Array[] = [];
  const cap = limits.maxBytes;
  const inlineCap = Math.min(limits.inlineBytes, cap);
  let bytes = 0;
  let kept = 0;
  let ended: BodyEnd | null = null;
  let file: 'unopened' | 'failed' | number = 'unopened';

  const spillOver = (chunk: Uint8Array) => {
    if (file === 'failed') return;
    if (spill === null) {
      file = 'failed';
      return;
    }
    try {
      if (file === 'unopened') {
        file = openSync(spill.path, 'w', 0o600);
        for (const early of inline) writeAll(file, early);
      }
      writeAll(file, chunk);
    } catch {
      close();
      file = 'failed';
    }
  };
  const keep = (chunk: Uint8Array) => {
    const toKeep = chunk.subarray(0, Math.min(chunk.length, cap - kept));
    if (kept < inlineCap && kept + toKeep.length > inlineCap) {
      // The inline part stays exact, should the file fail.
      const room = inlineCap - kept;
      inline.push(toKeep.slice(0, room));
      spillOver(toKeep.subarray(room));
    } else if (kept < inlineCap) inline.push(toKeep.slice());
    else if (toKeep.length > 0) spillOver(toKeep);
    if (needsWhole) all.push(toKeep.slice());
    kept += toKeep.length;
  };
  const close = () => {
    if (typeof file === 'number') closeSync(file);
  };

  return {
    get bytes() {
      return bytes;
    },
    add(chunk) {
      bytes += chunk.length;
      keep(mask.push(chunk));
      return bytes <= cap;
    },
    finish(end) {
      ended = end;
      keep(mask.end());
      close();
      const spilled = typeof file === 'number' && spill !== null;
      return {
        bytes,
        inline: spilled ? null : joined(inline, inlineCap),
        file: spilled ? spill.name : null,
        truncated: end === 'cut' ? 'cut' : end === 'cap' || file === 'failed' ? 'cap' : null,
      };
    },
    start: () => joined(inline, SAMPLE_BYTES),
    whole: () => (needsWhole && ended === 'ended' ? joined(all, cap) : null),
  };
}

function writeAll(file: number, chunk: Uint8Array): void {
  for (let at = 0; at < chunk.length; ) at += writeSync(file, chunk, at);
}

function joined(chunks: readonly Uint8Array[], limit: number): Uint8Array {
  const total = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const all = new Uint8Array(Math.min(total, limit));
  let at = 0;
  for (const chunk of chunks) {
    if (at >= all.length) break;
    const piece = chunk.subarray(0, all.length - at);
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
