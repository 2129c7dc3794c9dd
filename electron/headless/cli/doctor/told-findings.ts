import { findingSentence } from '../../../../shared/messages/finding-sentences.ts';
import { printableLine } from '../../../../shared/messages/printable.ts';
import {
  type Finding,
  type FindingLevel,
  findingLevel,
} from '../../../../shared/outbox/finding.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';

const EXIT_OF: Readonly<Record<FindingLevel, ExitCode>> = {
  well: EXIT.done,
  person: EXIT.attention,
  unusable: EXIT.profile,
};

export const exitCodeOfFindings = (findings: readonly Finding[]): ExitCode =>
  EXIT_OF[worstOf(findings)];

function worstOf(findings: readonly Finding[]): FindingLevel {
  const levels = new Set(findings.map(findingLevel));
  if (levels.has('unusable')) return 'unusable';
  return levels.has('person') ? 'person' : 'well';
}

/** As JSON: the worst level, and each finding with its own and its sentence. */
export const toldFindings = (findings: readonly Finding[]) => ({
  level: worstOf(findings),
  findings: findings.map((finding) => ({
    ...finding,
    level: findingLevel(finding),
    sentence: findingSentence(finding),
  })),
});

const MARKS: Readonly<Record<FindingLevel, string>> = {
  well: 'ok ',
  person: 'you',
  unusable: '!! ',
};

/** A line for each finding; those that need somebody stand out. */
export function findingsText(findings: readonly Finding[]): string {
  const lines = findings.map(
    (one) => `${MARKS[findingLevel(one)]}  ${printableLine(findingSentence(one))}`,
  );
  return `${lines.join('\n')}\n`;
}
