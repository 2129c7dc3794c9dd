import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { ok } from '../../../../shared/lang/result.ts';
import { findingSentence } from '../../../../shared/messages/finding-sentences.ts';
import { printableLine } from '../../../../shared/messages/printable.ts';
import {
  type Finding,
  type FindingLevel,
  findingLevel,
} from '../../../../shared/outbox/finding.ts';
import type { Cli } from '../cli.ts';
import { usage } from '../cli-error.ts';
import { defineCommand } from '../command-line.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';

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
Looks at the profile folder, the database, stored files, keychain, servers of open items and accounts (name and
connection, within 3 seconds), clock, and the running host.
Exit codes: 0 all well, 2 the bundle cannot be written, 3 something needs a person, 5 the profile is not usable.
As JSON: {"level":"well"|"person"|"unusable","findings":[{"code",…,"level","sentence"}]}.

Examples:
  outtray doctor
  outtray doctor --bundle outtray-report.json`,
    );
  defineCommand<{ readonly bundle?: string }>(command, cli, async ({ options, home, json }) => {
    const { diagnose } = await cli.root();
    const { findings, bundle } = await diagnose({ home, version: cli.version });
    if (options.bundle !== undefined) {
      const trouble = writeTrouble(resolve(cli.cwd, options.bundle), bundle);
      if (trouble !== null)
        return usage(`--bundle "${options.bundle}" cannot be written (${trouble})`);
    }
    const level = worstOf(findings);
    if (json) cli.out(`${JSON.stringify({ level, findings: findings.map(told) })}\n`);
    else cli.out(doctorText(findings));
    return ok(EXIT_OF[level]);
  });
}

const EXIT_OF: Readonly<Record<FindingLevel, ExitCode>> = {
  well: EXIT.done,
  person: EXIT.attention,
  unusable: EXIT.profile,
};

export function worstOf(findings: readonly Finding[]): FindingLevel {
  const levels = new Set(findings.map(findingLevel));
  if (levels.has('unusable')) return 'unusable';
  return levels.has('person') ? 'person' : 'well';
}

const told = (finding: Finding) => ({
  ...finding,
  level: findingLevel(finding),
  sentence: findingSentence(finding),
});

const MARKS: Readonly<Record<FindingLevel, string>> = {
  well: 'ok ',
  person: 'you',
  unusable: '!! ',
};

/** A line for each finding; those that need somebody stand out. */
export function doctorText(findings: readonly Finding[]): string {
  const lines = findings.map(
    (one) => `${MARKS[findingLevel(one)]}  ${printableLine(findingSentence(one))}`,
  );
  return `${lines.join('\n')}\n`;
}

function writeTrouble(file: string, bundle: string): string | null {
  try {
    writeFileSync(file, bundle, { mode: 0o600 });
    return null;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
}
