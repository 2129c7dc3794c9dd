import type { EmbeddedApp } from '../../../shared/contracts/app-grant.ts';
import { pageHeaders } from '../../page/response-headers.ts';
import { staticFile } from '../../page/static-files.ts';
import { placeOf } from './app-place.ts';

/** Answers the addresses of an app that lies in a folder with the files of that folder, and with nothing else. */
export async function answerApp(
  { method, url }: Pick<Request, 'method' | 'url'>,
  app: EmbeddedApp,
  folder: string,
): Promise<Response> {
  const headers = { ...pageHeaders('text/plain; charset=utf-8', false), ...policyOf(app) };
  if (method !== 'GET' && method !== 'HEAD')
    return new Response('wrong method', { status: 405, headers });
  const { origin } = placeOf(app);
  // As it was written, letter by letter: nothing is decoded, so nothing can hide in an encoding.
  const path = url.startsWith(`${origin}/`) ? url.slice(origin.length).split(/[?#]/)[0] : undefined;
  const file = path === undefined ? null : await staticFile(folder, path);
  if (file === null) return new Response('no such file', { status: 404, headers });
  return new Response(new Uint8Array(file.bytes), {
    headers: { ...headers, 'content-type': file.contentType },
  });
}

/** What such a page may do: run and show its own files, and ask the servers that it may send to. */
const policyOf = ({ grant }: EmbeddedApp): Record<string, string> => ({
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob: data:",
    "media-src 'self' blob:",
    "font-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    ["connect-src 'self'", ...sourcesOf(grant.targets.map(({ url }) => url))].join(' '),
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; '),
});

/** Origins of URL patterns, as a policy writes them; what a policy cannot say is left out. */
export const sourcesOf = (patterns: readonly string[]): readonly string[] => [
  ...new Set(
    patterns.flatMap((pattern) => {
      const found =
        /^(https?:\/\/(?:\*\.)?(?:[\w-]+(?:\.[\w-]+)*|\[[0-9a-f:.]+\])(?::(?:\d+|\*))?)(?:\/|$)/.exec(
          pattern,
        );
      return found?.[1] === undefined ? [] : [found[1]];
    }),
  ),
];
