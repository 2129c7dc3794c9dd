import { onTestFinished } from 'vitest';
import type { PracticeProcess } from '../../electron/headless/host.ts';
import { type PracticeOptions, startPractice } from '../../electron/headless/practice-process.ts';

export { ledgerOf } from './practice-ledger.ts';
export { logIn } from './practice-login.ts';

/** The practice server for the running test, stopped after it. */
export async function practice(options: Partial<PracticeOptions> = {}): Promise<PracticeProcess> {
  const server = await startPractice({ port: 0, ...options });
  onTestFinished(() => server.stop());
  return server;
}
