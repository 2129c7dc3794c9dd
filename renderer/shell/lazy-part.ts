import { type ComponentType, type LazyExoticComponent, lazy } from 'react';

const parts: (() => Promise<unknown>)[] = [];

/** A part of the window whose code comes when it is first shown, or before, in a quiet moment. */
export function lazyPart<Props>(
  load: () => Promise<ComponentType<Props>>,
): LazyExoticComponent<ComponentType<Props>> {
  parts.push(load);
  return lazy(async () => ({ default: await load() }));
}

/** Whoever has the window open can go everywhere in it, also when its host does not answer any more. */
export async function fetchParts(quiet: () => Promise<void>): Promise<void> {
  for (const load of parts) {
    await quiet();
    // What cannot be had now is asked for again when it is shown.
    await load().catch(() => {});
  }
}
