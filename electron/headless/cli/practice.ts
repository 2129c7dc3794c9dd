import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { ok } from '../../../shared/lang/result.ts';
import type { Cli } from './cli.ts';
import { usage } from './cli-error.ts';
import { defineCommand, seconds, wholeNumber } from './command-line.ts';
import { EXIT } from './exit-codes.ts';

interface PracticeOptions {
  readonly port: string;
  readonly ledger?: string;
  readonly tokenLife: string;
  readonly rotation: boolean;
}

export function register(program: Command, cli: Cli): void {
  const command = program
    .command('practice')
    .description('a small server on this machine to practise with; it misbehaves on request')
    .option('--port <n>', 'the port (0: any that is free)', '0')
    .option('--ledger <file>', 'keep what arrived in this file, and begin with what it holds')
    .option('--token-life <s>', 'how long an access token is good, in seconds', '3600')
    .option('--no-rotation', 'a refresh token stays good; otherwise it is good for one refresh')
    .addHelpText(
      'after',
      `
POST /login takes {"user","password"}, everybody's password is "practice"; POST /token refreshes (OAuth 2);
GET /me says whose an access token is, for an account's "identity".
?auth at the end of an address makes it ask for an access token.

Examples:
  outtray practice --port 8377 --ledger arrived.jsonl
  outtray practice --token-life 2`,
    );
  defineCommand<PracticeOptions>(command, cli, async ({ options, json }) => {
    const port = wholeNumber('--port', options.port, 0, 65_535);
    if (!port.ok) return port;
    const tokenLife = seconds('--token-life', options.tokenLife);
    if (!tokenLife.ok) return tokenLife;
    const trouble = port.value === 0 ? null : await portTrouble(port.value);
    if (trouble !== null) return usage(`port ${port.value} cannot be used (${trouble})`);
    const ledger = options.ledger === undefined ? null : resolve(cli.cwd, options.ledger);
    const unwritable = ledger === null ? null : await ledgerTrouble(ledger);
    if (unwritable !== null) return usage(`--ledger "${ledger}" cannot be written (${unwritable})`);
    const signal = cli.stopSignal();
    const { startPractice } = await cli.root();
    const server = await startPractice({
      port: port.value,
      tokenLifeS: tokenLife.value / 1000,
      rotation: options.rotation,
      ...(ledger === null ? {} : { ledgerFile: ledger }),
    });
    cli.out(json ? `${JSON.stringify({ url: server.url })}\n` : welcome(server.url));
    await Promise.race([signal, server.ended]);
    await server.stop();
    return ok(EXIT.done);
  });
}

/** Asked beforehand, so that a port in use is one clear line. */
async function portTrouble(port: number): Promise<string | null> {
  const probe = createServer().listen(port, '127.0.0.1');
  try {
    await once(probe, 'listening');
    return null;
  } catch (error) {
    return codeOf(error);
  } finally {
    probe.close();
  }
}

async function ledgerTrouble(file: string): Promise<string | null> {
  try {
    await (await open(file, 'a')).close();
    return null;
  } catch (error) {
    return codeOf(error);
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error);

const welcome = (
  url: string,
): string => `The practice server listens at ${url} (end it with Ctrl-C).

Try, in another terminal:
  outtray add POST ${url}/inbox/reports --json '{"a":1}'
  outtray add POST '${url}/inbox/reports?status=503&times=2' --json '{"a":2}'
  outtray sync --wait

What arrived: ${url}/ledger
`;
