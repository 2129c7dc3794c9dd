import type { FromWorker } from '../../../shared/contracts/worker-protocol.ts';
import type { OutcomeKind } from '../../../shared/outbox/attempt-outcome.ts';

/** What came over the channel; `nonsense` names the attempt that it spoke of, when it did. */
export type Heard = FromWorker | { readonly type: 'nonsense'; readonly attemptId: string | null };

const OUTCOMES: Readonly<Record<OutcomeKind, true>> = {
  delivered: true,
  rejected: true,
  misdirected: true,
  busy: true,
  suspect: true,
  unauthorized: true,
  redirected: true,
  notSent: true,
  proxySignIn: true,
  incomplete: true,
  unknown: true,
  aborted: true,
  workerLost: true,
  hostLost: true,
  unsendable: true,
};

/** Host and worker are of one build, so this tells messages apart and does not check every field. */
export function readMessage(message: unknown): Heard {
  return isFromWorker(message) ? message : { type: 'nonsense', attemptId: attemptIdOf(message) };
}

function isFromWorker(message: unknown): message is FromWorker {
  switch (field(message, 'type')) {
    case 'ready':
      return typeof field(message, 'pid') === 'number';
    case 'pong':
      return typeof field(message, 'n') === 'number';
    case 'progress':
      return (
        attemptIdOf(message) !== null &&
        typeof field(field(message, 'progress'), 'bytesUp') === 'number'
      );
    case 'done': {
      const kind = field(field(field(message, 'report'), 'outcome'), 'kind');
      return (
        attemptIdOf(message) !== null && typeof kind === 'string' && Object.hasOwn(OUTCOMES, kind)
      );
    }
    default:
      return false;
  }
}

function attemptIdOf(message: unknown): string | null {
  const id = field(message, 'attemptId');
  return typeof id === 'string' ? id : null;
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
