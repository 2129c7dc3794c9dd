import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { ok } from '../../../../shared/lang/result.ts';
import { type Cli, profileOptions } from '../cli.ts';
import { usage } from '../cli-error.ts';
import { defineCommand } from '../command-line.ts';
import { exitCodeOfFindings, findingsText, toldFindings } from './told-findings.ts';

export function register(program: Command, cli: Cli): void {
  const command = program
    .command('doctor')
    .description('look at everything that OutTray depends on, and say what to do; changes nothing')
    .option(
      '--bundle <file>',
      'also write what a helper needs: no bodies, header values or queries',
    )
    .addHelpText(
      'after',
      `
Looks at the settings and the policy of this machine (where each value is from), the profile folder, the database, stored files, keychain, servers of open items and accounts (name and
connection, within 3 seconds), clock, and the running host.
Exit codes: 0 all well, 2 the bundle cannot be written, 3 something needs a person, 5 the profile is not usable.
As JSON: {"level":"well"|"person"|"unusable","findings":[{"code",…,"level","sentence"}]}.

Examples:
  outtray doctor
  outtray doctor --bundle outtray-report.json`,
    );
  defineCommand<{ readonly bundle?: string }>(command, cli, async ({ options, home, json }) => {
    const { diagnose } = await cli.root();
    const { findings, bundle } = await diagnose(profileOptions(cli, home));
    if (options.bundle !== undefined) {
      const trouble = writeTrouble(resolve(cli.cwd, options.bundle), bundle);
      if (trouble !== null)
        return usage(`--bundle "${options.bundle}" cannot be written (${trouble})`);
    }
    cli.out(json ? `${JSON.stringify(toldFindings(findings))}\n` : findingsText(findings));
    return ok(exitCodeOfFindings(findings));
  });
}

function writeTrouble(file: string, bundle: string): string | null {
  try {
    writeFileSync(file, bundle, { mode: 0o600 });
    return null;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
}
