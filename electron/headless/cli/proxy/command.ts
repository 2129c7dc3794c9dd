import type { Command } from 'commander';
import type { WayView } from '../../../../shared/contracts/proxy-calls.ts';
import { ok } from '../../../../shared/lang/result.ts';
import { printableLine } from '../../../../shared/messages/printable.ts';
import { proxySourceWords, wayWords } from '../../../../shared/messages/proxy-words.ts';
import { pipedText } from '../account/piped-text.ts';
import { type Cli, SOURCE } from '../cli.ts';
import { usage } from '../cli-error.ts';
import { defineCommand } from '../command-line.ts';
import { EXIT } from '../exit-codes.ts';
import { tableText } from '../table.ts';
import { withQueue } from '../using-queue.ts';

const EXIT_CODES = 'Exit codes: 0 done, 2 not right, 5 no keychain to keep it in.';

export function register(program: Command, cli: Cli): void {
  const proxy = program
    .command('proxy')
    .description('by which proxy requests go, and how you sign in to it')
    .addHelpText(
      'after',
      `
Which proxy there is, is said by the setting "proxy" (also by a PAC file), else by HTTPS_PROXY, HTTP_PROXY and NO_PROXY, else by the system.

Examples:
  outtray proxy
  outtray proxy sign-in proxy.example:3128 --user ana < password.txt
  outtray settings set proxy http://proxy.example:3128
  outtray settings set proxy pac+http://wpad.example/proxy.pac`,
    );
  list(proxy, cli);
  signIn(proxy, cli);
  signOut(proxy, cli);
}

function list(proxy: Command, cli: Cli): void {
  const command = proxy
    .command('list', { isDefault: true })
    .description("the way to every account's servers")
    .addHelpText(
      'after',
      `
Exit codes: 0 done.
As JSON: {"ways":[{"origin","proxy","from","signedIn","refused","problem"}]}

Example:
  outtray proxy list --json`,
    );
  defineCommand(command, cli, ({ home, json }) =>
    withQueue(cli, home, async (api) => {
      const ways = await api.call('proxies.list', {}, SOURCE);
      if (!ways.ok) return ways;
      cli.out(json ? `${JSON.stringify({ ways: ways.value })}\n` : waysText(ways.value));
      return ok(EXIT.done);
    }),
  );
}

function waysText(ways: readonly WayView[]): string {
  if (ways.length === 0) return 'No account has a server yet.\n';
  return tableText(
    [{ head: 'SERVER' }, { head: 'BY' }, { head: 'SAYS' }, { head: 'SIGN-IN' }],
    ways.map((way) => [
      printableLine(way.origin),
      byWhat(way),
      way.from === null ? '' : proxySourceWords(way.from),
      wayWords(way),
    ]),
  );
}

/** Where nobody says anything and there is a problem, there is no way. */
function byWhat({ proxy, from, problem }: WayView): string {
  if (proxy !== null) return printableLine(proxy);
  return problem !== null && from === null ? 'not at all' : 'directly';
}

function signIn(proxy: Command, cli: Cli): void {
  const command = proxy
    .command('sign-in')
    .description('give a proxy your user name and password; the password is read from stdin')
    .argument('<proxy>', 'its host and port')
    .option('--user <name>', 'who you are to it')
    .addHelpText(
      'after',
      `
The password is kept in the keychain, and never shown again. What waits before the proxy is tried at once.
${EXIT_CODES}
As JSON: {"proxy","keptBy"}

Example:
  outtray proxy sign-in proxy.example:3128 --user ana < password.txt`,
    );
  defineCommand<{ readonly user?: string }>(command, cli, async ({ args, options, home, json }) => {
    const name = args[0] ?? '';
    const { user } = options;
    if (user === undefined) return usage('say who you are to the proxy: --user NAME');
    const example = `outtray proxy sign-in ${name} --user ${user} < password.txt`;
    const text = await pipedText(cli, example);
    if (!text.ok) return text;
    // An empty password is an empty line.
    if (text.value === '') return usage(`no password came on stdin; give it e.g. with ${example}`);
    const password = text.value.replace(/^\uFEFF/, '').replace(/\r?\n$/, '');
    return withQueue(cli, home, async (api) => {
      const signedIn = await api.call('proxies.signIn', { proxy: name, user, password }, SOURCE);
      if (!signedIn.ok) return signedIn;
      cli.out(json ? `${JSON.stringify(signedIn.value)}\n` : `${name}  signed in\n`);
      return ok(EXIT.done);
    });
  });
}

function signOut(proxy: Command, cli: Cli): void {
  const command = proxy
    .command('sign-out')
    .description('forget the user name and the password of a proxy')
    .argument('<proxy>', 'its host and port')
    .addHelpText(
      'after',
      `\n${EXIT_CODES}\nAs JSON: {"signedOut":PROXY}\n\nExample:\n  outtray proxy sign-out proxy.example:3128`,
    );
  defineCommand(command, cli, async ({ args, home, json }) => {
    const name = args[0] ?? '';
    return withQueue(cli, home, async (api) => {
      const gone = await api.call('proxies.signOut', { proxy: name }, SOURCE);
      if (!gone.ok) return gone;
      cli.out(json ? `${JSON.stringify({ signedOut: name })}\n` : `${name}  signed out\n`);
      return ok(EXIT.done);
    });
  });
}
