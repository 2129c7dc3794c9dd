import type { AppBody, AppPart, AppRequest, OutTray } from '../../shared/contracts/app-bridge.ts';
import { OutTrayError } from './outtray-error.ts';

/** Credentials belong to accounts: the outbox signs the request in as the account that fits, if there is one. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  // These travel beside the headers.
  'content-type',
  'idempotency-key',
]);

/** A request as `fetch` takes it. */
export interface FetchRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: BodyInit | null;
}

/** The same as a request of the outbox. Streams are taken in here, as fast as they are written. */
export async function requestOf(
  { method, url, headers, body }: FetchRequest,
  outtray: Pick<OutTray, 'upload'>,
): Promise<AppRequest> {
  const key = headers.get('idempotency-key');
  return {
    method,
    url,
    headers: [...headers].filter(([name]) => !LEFT_OUT.has(name)),
    ...(key === null ? {} : { idempotencyKey: key }),
    body: await bodyOf(body, headers.get('content-type'), outtray),
  };
}

async function bodyOf(
  body: BodyInit | null,
  contentType: string | null,
  outtray: Pick<OutTray, 'upload'>,
): Promise<AppBody> {
  const typed = contentType === null ? {} : { contentType };
  if (body === null) return { kind: 'none' };
  if (typeof body === 'string')
    return isJson(contentType, body)
      ? { kind: 'json', text: body }
      : { kind: 'text', text: body, ...typed };
  if (body instanceof URLSearchParams) return { kind: 'form', fields: [...body] };
  if (body instanceof FormData)
    return { kind: 'multipart', parts: [...body].map(([name, value]) => partOf(name, value)) };
  if (body instanceof Blob)
    return {
      kind: 'file',
      file: body,
      ...(body.type === '' ? typed : { contentType: body.type, ...typed }),
    };
  if (body instanceof ReadableStream) {
    const reader: ReadableStreamDefaultReader<Uint8Array> = body.getReader();
    const uploaded = await outtray.upload(
      'stream',
      async () => (await reader.read()).value ?? null,
    );
    if (!uploaded.ok) throw new OutTrayError(uploaded.error);
    return { kind: 'file', file: { upload: uploaded.value.upload }, ...typed };
  }
  const bytes = ArrayBuffer.isView(body)
    ? new Uint8Array(body.buffer, body.byteOffset, body.byteLength).slice()
    : new Uint8Array(body);
  return { kind: 'file', file: bytes, ...typed };
}

const partOf = (name: string, value: FormDataEntryValue): AppPart =>
  typeof value === 'string'
    ? { name, value }
    : {
        name,
        file: value,
        filename: value.name,
        ...(value.type === '' ? {} : { contentType: value.type }),
      };

/** What is called JSON and is none is sent as it is: that is for the server to say. */
function isJson(contentType: string | null, text: string): boolean {
  if (contentType === null || !/^application\/json\s*(?:;|$)/i.test(contentType)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
