import type { Command } from 'commander';
import type { OutboxCalls } from '../../../../shared/contracts/control-protocol.ts';
import { outboxError } from '../../../../shared/contracts/errors.ts';
import { err, ok } from '../../../../shared/lang/result.ts';
import type { Reached } from '../../../host/host.ts';
import type { Host } from '../../host.ts';
import { type Cli, SOURCE, type StopSignal } from '../cli.ts';
import type { CommandResult } from '../cli-error.ts';
import { defineCommand, seconds } from '../command-line.ts';
import { EXIT, exitCodeOfSignal } from '../exit-codes.ts';
import { reachQueue } from '../using-queue.ts';
import { accountLine } from './account-text.ts';

interface SignInOptions {
  readonly browser: boolean;
  readonly timeout?: string;
}

export function registerSignIn(account: Command, cli: Cli): void {
  const command = account
    .command('sign-in')
    .description('sign an account in, in a browser of this machine')
    .argument('<name>')
    .option('--no-browser', 'print the address, and open nothing')
    .option('--timeout <seconds>', 'give up after so long (exit code 6); five minutes at most')
    .addHelpText(
      'after',
      `
The account says where: "authorizationUrl" or "issuer" in its refresh (see "account add --help"). The address holds for
this sign-in alone, and whoever has it could finish it: do not pass it on.
Exit codes: 0 signed in, 2 not right, 3 it was refused or failed, 5 no keychain to keep it in, 6 time-out.
As JSON: {"url","opened"} as soon as somebody can sign in, then the account as "account list" has it.

Examples:
  outtray account sign-in field
  outtray account sign-in field --no-browser`,
    );
  defineCommand<SignInOptions>(command, cli, async ({ args, options, home, json }) => {
    const timeout =
      options.timeout === undefined ? ok(null) : seconds('--timeout', options.timeout);
    if (!timeout.ok) return timeout;
    const reached = await reachQueue(cli, home);
    if (!reached.ok) return reached;
    const { api, close } = await sourceOf(reached.value);
    const how = { name: args[0] ?? '', timeoutMs: timeout.value, browser: options.browser, json };
    try {
      return await signIn(cli, api, how);
    } finally {
      await close();
    }
  });
}

interface How {
  readonly name: string;
  readonly timeoutMs: number | null;
  readonly browser: boolean;
  readonly json: boolean;
}

async function signIn(
  cli: Cli,
  api: OutboxCalls,
  { name, timeoutMs, browser, json }: How,
): Promise<CommandResult> {
  const begun = await api.call('accounts.signIn', { name }, SOURCE);
  if (!begun.ok) return begun;
  const { signIn: id, url, launchUrl } = begun.value;
  const stop = endedByCaller(cli, timeoutMs);
  const ended = api.call('accounts.signInEnd', { signIn: id }, SOURCE);
  const opened = browser && (await cli.openBrowser(launchUrl));
  if (json) cli.out(`${JSON.stringify({ url, opened })}\n`);
  else cli.out(`${opened ? 'Sign in in the browser, or here' : 'Sign in here'}:\n  ${url}\n`);
  const first = await Promise.race([ended, stop.called]);
  stop.end();
  if (typeof first === 'string') {
    await api.call('accounts.cancelSignIn', { signIn: id }, SOURCE);
    if (first !== 'timeout') return ok(exitCodeOfSignal(first));
    return err(outboxError('SIGN_IN_TIMED_OUT', { account: name }));
  }
  if (!first.ok) return first;
  cli.out(json ? `${JSON.stringify(first.value)}\n` : accountLine(first.value));
  return ok(EXIT.done);
}

function endedByCaller(cli: Cli, timeoutMs: number | null) {
  let timer: NodeJS.Timeout | undefined;
  const called = new Promise<StopSignal | 'timeout'>((resolve) => {
    if (timeoutMs !== null) timer = setTimeout(() => resolve('timeout'), timeoutMs);
    void cli.stopSignal().then(resolve);
  });
  return { called, end: () => clearTimeout(timer) };
}

/** A person takes their time: this process's own host listens meanwhile, so that others need not wait for the folder. */
async function sourceOf(
  reached: Reached<Host>,
): Promise<{ readonly api: OutboxCalls; readonly close: () => Promise<void> }> {
  switch (reached.kind) {
    case 'own': {
      const { host } = reached;
      await host.listen();
      return { api: host.api, close: () => host.close(0) };
    }
    case 'other': {
      const { host } = reached;
      return { api: host, close: async () => host.close() };
    }
  }
}
