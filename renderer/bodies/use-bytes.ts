import { useEffect, useState } from 'react';
import type { OutboxError } from '../../shared/contracts/errors.ts';
import { type BodyForm, bodyForm } from './body-form.ts';
import { type ByteSource, HEAD_BYTES, PIECE_BYTES, wantedBytes } from './byte-source.ts';

export interface LoadedBytes {
  readonly pieces: readonly Uint8Array[];
  readonly loaded: number;
  /** Null until the first piece is there. */
  readonly size: number | null;
  readonly form: BodyForm | null;
  readonly error: OutboxError | null;
  readonly loadMore: () => void;
}

interface Loading {
  readonly key: string;
  readonly pieces: readonly Uint8Array[];
  readonly size: number | null;
  readonly form: BodyForm | null;
  /** How far it is to be read. */
  readonly target: number;
  readonly error: OutboxError | null;
}

const fresh = (key: string): Loading => ({
  key,
  pieces: [],
  size: null,
  form: null,
  target: HEAD_BYTES,
  error: null,
});

const lengthOf = (pieces: readonly Uint8Array[]): number =>
  pieces.reduce((sum, piece) => sum + piece.length, 0);

/** Reads of a source what its form needs, and more when asked. */
export function useBytes(source: ByteSource): LoadedBytes {
  const [kept, setState] = useState(() => fresh(source.key));
  const state = kept.key === source.key ? kept : fresh(source.key);
  const loaded = lengthOf(state.pieces);
  const end = state.size === null ? state.target : Math.min(state.target, state.size);
  const reading = state.error === null && (state.size === null || loaded < end);

  useEffect(() => {
    if (!reading) return;
    let current = true;
    const readOn = async () => {
      const piece = await source.read(loaded, Math.min(PIECE_BYTES, end - loaded));
      if (!current) return;
      setState((before) => {
        const own = before.key === source.key ? before : fresh(source.key);
        if (!piece.ok) return { ...own, error: piece.error };
        const { bytes, size } = piece.value;
        const form = own.form ?? bodyForm(source.contentType, bytes, size);
        return {
          ...own,
          form,
          size: bytes.length === 0 ? loaded : size,
          pieces: bytes.length === 0 ? own.pieces : [...own.pieces, bytes],
          target: Math.max(own.target, wantedBytes(form, size)),
        };
      });
    };
    void readOn();
    return () => {
      current = false;
    };
    // The source's key says which source it is; its function may be a new one at every render.
  }, [source.key, reading, loaded, end]);

  return {
    pieces: state.pieces,
    loaded,
    size: state.size,
    form: state.form,
    error: state.error,
    loadMore: () => setState({ ...state, target: loaded + PIECE_BYTES }),
  };
}
