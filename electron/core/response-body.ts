import { type OutboxError, outboxError } from '../../shared/contracts/errors.ts';
import { err, ok, type Result } from '../../shared/lang/result.ts';
import type { ResponseBody } from '../../shared/outbox/attempt.ts';
import type { StoreReader, Vault } from './ports.ts';

/** The answer's body with its bytes, wherever they are kept. ITEM_NOT_FOUND where there is none. */
export async function responseBody(
  read: StoreReader,
  vault: Pick<Vault, 'read'>,
  id: string,
  attempt: number,
): Promise<Result<ResponseBody, OutboxError>> {
  const body = read.responseBody(id, attempt);
  if (body === null) return err(outboxError('ITEM_NOT_FOUND', { id: `${id}/${attempt}` }));
  if (body.inline !== null || body.file === null) return ok(body);
  return ok({ ...body, inline: await vault.read(body.file) });
}
