import { DEFAULT_LIMITS, type Job } from '../../../shared/contracts/worker-protocol.ts';
import { DEFAULT_CONTRACT } from '../../../shared/outbox/success-contract.ts';

/** A small POST to `url`. */
export const jobTo = (attemptId: string, url: string, spillPath = ''): Job => ({
  attemptId,
  method: 'POST',
  url,
  reach: 'anywhere',
  route: { proxy: null, ca: null },
  headers: [],
  secretHeaders: [],
  body: { kind: 'none' },
  contract: DEFAULT_CONTRACT,
  limits: DEFAULT_LIMITS,
  spill: { path: spillPath, name: 'spill' },
});

/** A job for the fake worker: `what` is what it does in place of sending. */
export const jobOf = (attemptId: string, what: string, spillPath = ''): Job =>
  jobTo(attemptId, `fake:${what}`, spillPath);
