import type { z } from 'zod';
import { cliErrorOutput, cliOutput } from '../../../shared/contracts/cli-output.ts';
import { type How, runHere } from './in-process.ts';

type Documented = typeof cliOutput;

export interface Answer<Value> {
  readonly code: number | null;
  readonly value: Value;
  readonly stderr: string;
}

/** Runs a command for JSON; what it prints must have the documented shape, whatever the exit code is. */
export async function answer<Name extends keyof Documented>(
  name: Name,
  args: readonly string[],
  how: How,
): Promise<Answer<z.output<Documented[Name]>>> {
  const end = await runHere([...name.split(' '), ...args, '--output', 'json'], how);
  if (end.stdout === '') throw new Error(`nothing was printed: ${end.stderr}`);
  const value = cliOutput[name].parse(JSON.parse(end.stdout)) as z.output<Documented[Name]>;
  return { code: end.code, value, stderr: end.stderr };
}

/** The same for a command that must fail: its exit code and its error code. */
export async function refusal(args: readonly string[], how: How): Promise<string> {
  const end = await runHere([...args, '--output', 'json'], how);
  if (end.stdout !== '') throw new Error(`printed although it failed: ${end.stdout}`);
  const { error } = cliErrorOutput.parse(JSON.parse(end.stderr));
  return `${end.code} ${error.code}`;
}
