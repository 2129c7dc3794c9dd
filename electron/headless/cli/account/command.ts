import type { Command } from 'commander';
import { accountInput } from '../../../../shared/contracts/account-input.ts';
import { tokenAnswerInput } from '../../../../shared/contracts/token-answer.ts';
import { ok } from '../../../../shared/lang/result.ts';
import { type Cli, SOURCE } from '../cli.ts';
import { usage } from '../cli-error.ts';
import { defineCommand, type Invocation } from '../command-line.ts';
import { exitCodeOfFindings, findingsText, toldFindings } from '../doctor/told-findings.ts';
import { EXIT } from '../exit-codes.ts';
import { withQueue, withReader } from '../using-queue.ts';
import { accountsText } from './account-text.ts';
import { registerChange } from './change.ts';
import { pipedText } from './piped-text.ts';
import { secretInput } from './secret-input.ts';
import { registerSignIn } from './sign-in.ts';
import { AS_JSON, accountFile, EXIT_CODES, tellAccount, withFullPath } from './told-account.ts';

export function register(program: Command, cli: Cli): void {
  const account = program
    .command('account')
    .description('identities that requests are sent as, and how they sign in')
    .addHelpText(
      'after',
      '\nExamples:\n  outtray account add --from field.json\n  outtray account sign-in field\n  outtray account set-token field < tokens.json',
    )
    .allowExcessArguments()
    .action(() => {
      cli.finish(usage('say what: "outtray account --help" lists it'), false);
    });
  add(account, cli);
  registerChange(account, cli);
  list(account, cli);
  registerSignIn(account, cli);
  setToken(account, cli);
  test(account, cli);
  signOut(account, cli);
  remove(account, cli);
}

function add(account: Command, cli: Cli): void {
  const command = account
    .command('add')
    .description('add an account, or change the one of that name')
    .option('--from <file>', 'the account as JSON ("-" is stdin)')
    .addHelpText(
      'after',
      `
The file:
  {"name":"field","origins":["https://api.example"],"auth":{"kind":"bearer","refresh":
    {"kind":"oauth2","tokenUrl":"https://api.example/token","clientId":"field-app"}}}
With "authorizationUrl", or "issuer", beside "tokenUrl" people sign in in a browser ("account sign-in"); its server knows
OutTray as a native app without a secret, with the redirect address http://127.0.0.1/callback and any port.
auth is {"kind":"none"}, {"kind":"headers","headers":{"X-Api-Key":"…"}} or {"kind":"bearer","refresh"?}.
contract says what an answer must be to count as success; without it, any 2xx that is no web page:
  {"accept":[[200,299]],"contentType":"application/json","header":{"name":"X-Api","value":"2"},
   "json":{"pointer":"/status","equals":"ok"},"receipt":"/id","perUrl":[{"url":"https://api.example/photos/*", …}]}
Each part may be left out; "receipt" is where the server's own name for it stands, which "show" tells. An entry of "perUrl"
stands in place of all the rest for its addresses and takes nothing from it; of several that fit, the first counts.
verify says where to ask about a POST or PATCH of which nobody knows whether it arrived, before it is sent again:
  [{"url":"https://api.example/*","get":"https://api.example/sent?key={{idempotencyKey}}"}]
2xx: it arrived; 404 or 410: it did not; any other answer is for a person. {{id}} and {{ref}} are known too.
unknownOutcome is "ask" where nobody but a person can tell: such items come to you, unless they say "retry" themselves.
ca names certificates that are trusted for this account's servers beside the system's, e.g. of a company that looks into
TLS: {"file":"company-ca.pem"}. The file is read again whenever it changes.
identity says how to find out who signed in, where there is no ID token: a GET at one of the origins with the new token.
  {"url":"https://api.example/me","subject":"/id","name":"/displayName"}
"subject" is where the answer has what never changes of a person. What one person wrote waits while another is signed in.
Header values, and the texts of a JSON refresh, go to the keychain; nothing secret is kept in the profile folder.
${EXIT_CODES}
${AS_JSON}

Example:
  outtray account add --from field.json`,
    );
  defineCommand<{ readonly from?: string }>(command, cli, async ({ options, home, json }) => {
    const { from } = options;
    if (from === undefined) return usage('name the file with the account: --from field.json');
    const example = 'outtray account add --from - < field.json';
    const input = await accountFile(cli, accountInput, from, example);
    if (!input.ok) return input;
    const full = withFullPath(input.value, cli.cwd);
    return tellAccount(cli, home, json, (api) => api.call('accounts.save', full, SOURCE));
  });
}

function list(account: Command, cli: Cli): void {
  const command = account
    .command('list')
    .description('all accounts, and whether they are signed in')
    .addHelpText(
      'after',
      `\nExit codes: 0 done.\n${AS_JSON.replace('{"name"', '{"accounts":[{"name"').replace('"managed"};', '"managed"}]};')}\n\nExample:\n  outtray account list`,
    );
  defineCommand(command, cli, async ({ home, json }) =>
    withReader(cli, home, async (api) => {
      const accounts = await api.call('accounts.list', {}, SOURCE);
      if (!accounts.ok) return accounts;
      if (json) cli.out(`${JSON.stringify({ accounts: accounts.value })}\n`);
      else cli.out(accountsText(accounts.value));
      return ok(EXIT.done);
    }),
  );
}

function setToken(account: Command, cli: Cli): void {
  const command = account
    .command('set-token')
    .description('sign an account in with tokens or header values, which are read from stdin')
    .argument('<name>')
    .addHelpText(
      'after',
      `
stdin is {"accessToken"?,"refreshToken"?,"expiresIn"?}, or the answer of a token endpoint as it is ("access_token",
"refresh_token", "expires_in"); or {"headers":{NAME:VALUE}} for an account with fixed headers. "expiresIn" is in seconds;
without it an access token is good until a server refuses it. All but that goes to the keychain, and is never shown again.
${EXIT_CODES}
${AS_JSON}

Example:
  outtray account set-token field < tokens.json
  curl -s https://api.example/token -d @grant.txt | outtray account set-token field`,
    );
  defineCommand(command, cli, async ({ args, home, json }) => {
    const name = args[0] ?? '';
    const text = await pipedText(cli, `outtray account set-token ${name} < tokens.json`);
    if (!text.ok) return text;
    const tokens = secretInput(tokenAnswerInput, text.value);
    if (!tokens.ok) return tokens;
    return tellAccount(cli, home, json, (api) =>
      api.call('accounts.setTokens', { name, tokens: tokens.value }, SOURCE),
    );
  });
}

function test(account: Command, cli: Cli): void {
  const command = account
    .command('test')
    .description('whether an account can send: its secrets are found, and it gets a fresh token')
    .argument('<name>')
    .addHelpText(
      'after',
      `
One that refreshes is given a new token by its server; of any other it is looked up whether its secrets are there.
Exit codes: 0 it can send, 2 no such account, 3 it cannot, or its keychain or server has trouble.
As JSON: {"level":"well"|"person","findings":[{"code",…,"level","sentence"}]}

Example:
  outtray account test field`,
    );
  defineCommand(command, cli, async ({ args, home, json }) =>
    withQueue(cli, home, async (api) => {
      const tested = await api.call('accounts.test', { name: args[0] ?? '' }, SOURCE);
      if (!tested.ok) return tested;
      const { findings } = tested.value;
      cli.out(json ? `${JSON.stringify(toldFindings(findings))}\n` : findingsText(findings));
      return ok(exitCodeOfFindings(findings));
    }),
  );
}

function signOut(account: Command, cli: Cli): void {
  const command = account
    .command('sign-out')
    .description("delete an account's secrets; its items wait until it is signed in again")
    .argument('<name>')
    .addHelpText(
      'after',
      `\n${EXIT_CODES}\n${AS_JSON}\n\nExample:\n  outtray account sign-out field`,
    );
  defineCommand(command, cli, async ({ args, home, json }) =>
    tellAccount(cli, home, json, (api) =>
      api.call('accounts.signOut', { name: args[0] ?? '' }, SOURCE),
    ),
  );
}

function remove(account: Command, cli: Cli): void {
  const command = account
    .command('remove')
    .description('delete an account with its secrets; its items stay and wait for it')
    .argument('<name>')
    .addHelpText(
      'after',
      `\n${EXIT_CODES}\nAs JSON: {"removed":NAME}\n\nExample:\n  outtray account remove field`,
    );
  defineCommand(command, cli, async ({ args, home, json }: Invocation<object>) => {
    const name = args[0] ?? '';
    return withQueue(cli, home, async (api) => {
      const removed = await api.call('accounts.remove', { name }, SOURCE);
      if (!removed.ok) return removed;
      cli.out(json ? `${JSON.stringify({ removed: name })}\n` : `${name}  removed\n`);
      return ok(EXIT.done);
    });
  });
}
