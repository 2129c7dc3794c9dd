import { onTestFinished } from 'vitest';
import type { PracticeProcess } from '../../electron/headless/host.ts';
import { type PracticeOptions, startPractice } from '../../electron/headless/practice-process.ts';

export { ledgerOf } from './practice-ledger.ts';

/** The practice server for the running test, stopped after it. */
export async function practice(options: Partial<PracticeOptions> = {}): Promise<PracticeProcess> {
  const server = await startPractice({ port: 0, ...options });
  onTestFinished(() => server.stop());
  return server;
}

export interface Login {
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** What a person gets who signs in at the practice server. */
export async function logIn(url: string, user: string): Promise<Login> {
  const body = JSON.stringify({ user, password: 'practice' });
  const answer = await fetch(`${url}/login`, { method: 'POST', body });
  return (await answer.json()) as Login;
}
