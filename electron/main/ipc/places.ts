import type { Place } from '../../../shared/contracts/window-bridge.ts';

/** What the window is to show next. The page asks, so that one which has only just been opened misses nothing. */
export interface Places {
  go(place: Place): void;
  /** Null when nobody is to be told any more: the page is gone, or has asked anew. */
  next(gone: AbortSignal): Promise<Place | null>;
}

export function createPlaces(): Places {
  let wanted: Place | null = null;
  let answer: ((place: Place | null) => void) | null = null;

  function told(place: Place | null): void {
    answer?.(place);
    answer = null;
  }

  return {
    go(place) {
      wanted = answer === null ? place : null;
      told(place);
    },
    next(gone) {
      told(null);
      const place = wanted;
      wanted = null;
      if (place !== null || gone.aborted) return Promise.resolve(place);
      return new Promise((resolve) => {
        answer = resolve;
        gone.addEventListener('abort', () => {
          if (answer === resolve) told(null);
        });
      });
    },
  };
}
