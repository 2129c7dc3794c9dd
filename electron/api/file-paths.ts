import type { CallName, CallParsed } from '../../shared/contracts/outbox-api.ts';
import type { EditBodyInput } from '../../shared/contracts/request-input.ts';
import { fromAddToOutbox } from '../core/add-to-outbox.ts';
import type { Handover } from '../core/handover.ts';

/** Whether a call names a file of this machine by its path. */
export function namesPath(name: CallName, input: unknown): boolean {
  switch (name) {
    case 'enqueue':
    case 'addToOutbox':
      return inHandover(input as CallParsed<'enqueue' | 'addToOutbox'>);
    case 'enqueueMany':
    case 'batch.add':
      return (input as CallParsed<'enqueueMany' | 'batch.add'>).requests.some(inHandover);
    case 'edit':
      return inBody((input as CallParsed<'edit'>).body);
    default:
      return false;
  }
}

function inHandover(input: Handover): boolean {
  if (!('operation' in input)) return inBody(input.body);
  const request = fromAddToOutbox(input);
  return request.ok && inBody(request.value.body);
}

function inBody(body: EditBodyInput | undefined): boolean {
  if (body?.kind === 'file') return 'path' in body.file;
  return (
    body?.kind === 'multipart' && body.parts.some((part) => 'file' in part && 'path' in part.file)
  );
}
