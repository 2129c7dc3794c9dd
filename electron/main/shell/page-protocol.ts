import type { Protocol } from 'electron';
import { WINDOW_ORIGIN, WINDOW_SCHEME } from '../../../shared/contracts/window-bridge.ts';
import { pageHeaders } from '../../page/response-headers.ts';
import { NOT_BUILT, staticFile } from '../../page/static-files.ts';

/**
 * For `protocol.registerSchemesAsPrivileged`, which an app calls once, before it is ready: as strict as https, with no
 * way around the page's policy.
 */
export const outtrayScheme = {
  scheme: WINDOW_SCHEME,
  privileges: { standard: true, secure: true, supportFetchAPI: true },
} as const;

/** Answers `app://outtray/…` with the files of the built page, and everything else of the scheme with 404, until it is ended. */
export function servePage(protocol: Protocol, folder: string): () => void {
  protocol.handle(WINDOW_SCHEME, (request) => answerPage(request, folder));
  return () => protocol.unhandle(WINDOW_SCHEME);
}

export async function answerPage(
  { method, url }: Pick<Request, 'method' | 'url'>,
  folder: string,
): Promise<Response> {
  if (method !== 'GET' && method !== 'HEAD') return plain(405, 'wrong method');
  const path = pathOf(url);
  const file = path === null ? null : await staticFile(folder, path);
  if (file !== null) {
    // A copy, for its type's sake: the file's own memory may be shared in the eyes of the compiler.
    return new Response(new Uint8Array(file.bytes), {
      headers: pageHeaders(file.contentType, file.lasting),
    });
  }
  return path === '/' ? plain(503, NOT_BUILT) : plain(404, 'no such file');
}

/** The path as it was written, letter by letter: nothing is decoded, so nothing can hide in an encoding. */
function pathOf(url: string): string | null {
  if (!url.startsWith(`${WINDOW_ORIGIN}/`)) return null;
  return url.slice(WINDOW_ORIGIN.length).split(/[?#]/)[0] ?? null;
}

const plain = (status: number, text: string): Response =>
  new Response(text, { status, headers: pageHeaders('text/plain; charset=utf-8', false) });
