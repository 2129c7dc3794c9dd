import type { Session } from 'electron';
import type { EmbeddedApp } from '../../../shared/contracts/app-grant.ts';
import { placeOf } from './app-place.ts';

/** What a page asks the system for, in Chromium's words. */
export interface Asked {
  readonly permission: string;
  /** Of the frame that asks. */
  readonly origin: string;
  readonly isMainFrame: boolean;
  /** Of `media`; empty where Chromium asks in general. */
  readonly media: readonly string[];
}

const DEVICES: Readonly<Record<string, EmbeddedApp['grant']['permissions'][number]>> = {
  video: 'camera',
  audio: 'microphone',
};

/** Whether an app is granted that: for its own page, and each device by itself. */
export function isPermitted(app: EmbeddedApp, asked: Asked): boolean {
  const granted: ReadonlySet<string> = new Set(app.grant.permissions);
  if (asked.origin !== placeOf(app).origin || !asked.isMainFrame) return false;
  if (asked.permission === 'media')
    return asked.media.length > 0 && asked.media.every((one) => granted.has(DEVICES[one] ?? ''));
  return granted.has(asked.permission);
}

/** Asks the grant, each time, for what pages of a session want of the system; nothing else is given. */
export function guardPermissions(session: Session, appNow: () => EmbeddedApp | null): void {
  const permits = (asked: Asked): boolean => {
    const app = appNow();
    return app !== null && isPermitted(app, asked);
  };
  session.setPermissionRequestHandler((_contents, permission, answer, details) =>
    answer(
      permits({
        permission,
        origin: originOf(details.requestingUrl),
        isMainFrame: details.isMainFrame,
        media: 'mediaTypes' in details ? (details.mediaTypes ?? []) : [],
      }),
    ),
  );
  session.setPermissionCheckHandler((_contents, permission, origin, details) =>
    permits({
      permission,
      origin: originOf(origin),
      isMainFrame: details.isMainFrame,
      media: details.mediaType === undefined ? [] : [details.mediaType],
    }),
  );
  session.setDevicePermissionHandler(() => false);
}

/** The origin of an address as it was written; nobody's for what is none. */
const originOf = (url: string): string => /^[a-z][a-z0-9+.-]*:\/\/[^/?#]+/.exec(url)?.[0] ?? '';
