import type { Place, WindowBridge } from '../../shared/contracts/window-bridge.ts';
import { type Route, START } from './route.ts';

/** What a window shows that is led to a place; of a queue that was searched, nothing is hidden from sight. */
export function routeTo(place: Place): Route {
  const list = { ...START.list, tab: 'needsYou' } as const;
  switch (place.at) {
    case 'item':
      return { ...START, list, item: place.id };
    case 'group':
      return { ...START, list: { ...list, group: place.key } };
    case 'failures':
    case 'accounts':
    case 'settings':
      return { ...START, view: place.at };
  }
}

/** Tells where the window is led, until its host is gone. */
export async function followPlaces(
  { nextPlace }: Pick<WindowBridge, 'nextPlace'>,
  go: (route: Route) => void,
): Promise<void> {
  for (;;) {
    const place = await nextPlace().catch(() => null);
    if (!place?.ok || place.value === null) return;
    go(routeTo(place.value));
  }
}
