import type { Command } from 'commander';
import { accountChangeInput } from '../../../../shared/contracts/account-input.ts';
import { type Cli, SOURCE } from '../cli.ts';
import { usage } from '../cli-error.ts';
import { defineCommand } from '../command-line.ts';
import { AS_JSON, accountFile, EXIT_CODES, tellAccount, withFullPath } from './told-account.ts';

const withoutName = accountChangeInput.omit({ name: true });

export function registerChange(account: Command, cli: Cli): void {
  const command = account
    .command('change')
    .description(
      'change parts of an account; what the file does not name stays, who is signed in too',
    )
    .argument('<name>')
    .option('--from <file>', 'the parts as JSON ("-" is stdin)')
    .addHelpText(
      'after',
      `
The file has what "account add --help" tells of: "origins", "auth", "contract", "verify", "idempotency",
"unknownOutcome", "identity" or "ca", each in whole; null takes it away, but for "origins" and "auth".
${EXIT_CODES}
${AS_JSON}

Example:
  outtray account change field --from success.json`,
    );
  defineCommand<{ readonly from?: string }>(command, cli, async ({ args, options, home, json }) => {
    const { from } = options;
    if (from === undefined) return usage('name the file with the parts: --from success.json');
    const name = args[0] ?? '';
    const example = `outtray account change ${name} --from - < success.json`;
    const input = await accountFile(cli, withoutName, from, example);
    if (!input.ok) return input;
    const parts = withFullPath(input.value, cli.cwd);
    return tellAccount(cli, home, json, (api) =>
      api.call('accounts.change', { name, ...parts }, SOURCE),
    );
  });
}
