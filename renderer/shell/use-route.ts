import { createContext, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import type { WindowBridge } from '../../shared/contracts/window-bridge.ts';
import type { ListView } from '../queue/list-query.ts';
import { followPlaces } from './place.ts';
import { type Route, routeOf, type ViewName } from './route.ts';

/** The route, and the ways to another one. Each step can be taken back with the browser's own means. */
export interface Router {
  readonly route: Route;
  readonly openView: (view: ViewName) => void;
  readonly openItem: (id: string, silently?: boolean) => void;
  readonly closeItem: () => void;
  /** Shows the queue so. `silently`: without an entry of its own, e.g. for every letter of a search. */
  readonly openList: (change: Partial<ListView>, silently?: boolean) => void;
}

export const RouterContext = createContext<Router | null>(null);

export function useRouter(): Router {
  const router = useContext(RouterContext);
  if (router === null) throw new Error('no router around this component');
  return router;
}

/** Keeps the route in the history of the window, so that it lives through reloads. In the app, others lead it too. */
export function useHistoryRoute(page: Window, bridge: WindowBridge | undefined): Router {
  const [route, setRoute] = useState(() => routeOf(page.history.state));
  useEffect(() => {
    const back = (event: PopStateEvent) => setRoute(routeOf(event.state));
    page.addEventListener('popstate', back);
    return () => page.removeEventListener('popstate', back);
  }, [page]);

  const go = useCallback(
    (next: Route, silently = false) => {
      if (silently) page.history.replaceState(next, '');
      else page.history.pushState(next, '');
      setRoute(next);
    },
    [page],
  );

  useEffect(() => {
    if (bridge !== undefined) void followPlaces(bridge, go);
  }, [bridge, go]);

  return useMemo(
    () => ({
      route,
      openView: (view) => go({ ...route, view, item: null }, view === route.view),
      openItem: (item, silently = item === route.item) => go({ ...route, item }, silently),
      closeItem: () => go({ ...route, item: null }),
      openList: (change, silently) =>
        go({ ...route, view: 'queue', list: { ...route.list, ...change } }, silently),
    }),
    [route, go],
  );
}
