import type { OutboxError } from '../../shared/contracts/errors.ts';
import { ok, type Result } from '../../shared/lang/result.ts';
import type { OutboxClient } from '../transport/outbox-client.ts';

const PIECE_BYTES = 1024 * 1024;

/**
 * Brings a file to the outbox, a piece at a time; the answer names the upload. Null when it was no longer `wanted`: what
 * had arrived of it is dropped.
 */
export async function uploadFile(
  client: OutboxClient,
  file: Blob,
  filename: string,
  wanted: () => boolean,
  onSent: (sent: number) => void,
): Promise<Result<string | null, OutboxError>> {
  const begun = await client.call('uploads.begin', { filename });
  if (!begun.ok) return begun;
  const { upload } = begun.value;
  for (let offset = 0; offset < file.size; offset += PIECE_BYTES) {
    const piece = file.slice(offset, offset + PIECE_BYTES);
    const bytes = new Uint8Array(await piece.arrayBuffer());
    const appended = wanted()
      ? await client.call('uploads.append', { upload, offset, bytes })
      : null;
    if (appended === null || !appended.ok) {
      await client.call('uploads.drop', { upload });
      return appended ?? ok(null);
    }
    onSent(appended.value.size);
  }
  return ok(upload);
}
