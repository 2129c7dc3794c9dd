import { expect, test } from 'vitest';
import { crashText } from '../../../electron/adapters/worker-host/crash-text.ts';
import type { Job } from '../../../shared/contracts/worker-protocol.ts';

const job = (token: string) =>
  ({ secretHeaders: [['authorization', `Bearer ${token}`]] }) as unknown as Job;

test('the last words of a worker have no secret that it was given, also across pieces', () => {
  const told: string[] = [];
  const words = crashText((text) => told.push(text));
  words.given({ type: 'run', job: job('token-one-1') });
  words.given({ type: 'run', job: job('token-two-2') });
  words.says('Error: Bearer token-o');
  words.says('ne-1\n  at send (token-two-2)\nlast');
  words.says(' words');
  words.end();
  expect(told).toEqual(['Error: Bearer [redacted]\n  at send ([redacted])\n', 'last words']);
});
