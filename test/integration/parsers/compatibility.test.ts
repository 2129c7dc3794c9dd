import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeBody } from '../../../electron/worker/body/make-body.ts';
import type { JobBody } from '../../../shared/contracts/worker-protocol.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { agentsForTest, attempt, fileOf, jobFor } from '../worker/support.ts';
import { type Cells, cellsIn, tableOf, withTable } from './compatibility-table.ts';
import { differences } from './differences.ts';
import { FOREIGN_LABELS, foreignParsers } from './foreign-parsers.ts';
import { BOUNDARY, FORMS, type Form, jobParts } from './forms.ts';
import { nodeParsers } from './node-parsers.ts';
import type { SeenPart } from './seen-part.ts';

/** Takes what is found for right: the table, and the golden bytes. */
const REWRITE = process.env['REWRITE'] === '1';

const README = join(import.meta.dirname, '../../README.md');

const golden = (form: Form): string =>
  join(import.meta.dirname, `../../fixtures/multipart/${form.slug}.golden`);

function bodyOf(form: Form): JobBody {
  const folder = tempFolder();
  let files = 0;
  const parts = jobParts(form, (bytes) => fileOf(join(folder, `${files++}`), bytes));
  return { kind: 'multipart', boundary: BOUNDARY, parts };
}

describe('forms of every kind', () => {
  test.each(FORMS)('$slug: byte for byte as recorded', async (form) => {
    const made = makeBody(bodyOf(form));
    if (!made.ok || made.value === null) throw new Error('refused');
    const bytes = Buffer.concat(await made.value.open().toArray());
    await made.value.close();
    if (REWRITE) writeFileSync(golden(form), bytes);
    expect(bytes.toString('latin1')).toBe(readFileSync(golden(form), 'latin1'));
  });

  test('are read by parsers as the table in test/README.md says', {
    timeout: 180_000,
  }, async () => {
    const ofNode = await nodeParsers();
    const parsers = [...ofNode, ...(await foreignParsers())];
    const agents = agentsForTest();
    const found = new Map<string, ReadonlyMap<string, string>>();
    for (const form of FORMS) {
      const body = bodyOf(form);
      const cells = new Map<string, string>();
      for (const { label, url } of parsers) {
        const report = await attempt(jobFor(url, { body }), agents);
        expect(report.outcome, `${label}, ${form.slug}`).toMatchObject({ kind: 'delivered' });
        const answer = Buffer.from(report.body?.inline ?? []).toString();
        cells.set(label, differences(form.parts, JSON.parse(answer) as readonly SeenPart[]));
      }
      found.set(form.question, cells);
    }
    const text = readFileSync(README, 'utf8');
    const whole = withAbsent(found, cellsIn(text));
    const columns = [...ofNode.map(({ label }) => label), ...FOREIGN_LABELS];
    const expected = withTable(text, tableOf(whole, columns));
    if (REWRITE) writeFileSync(README, expected);
    expect(readFileSync(README, 'utf8')).toBe(expected);
  });
});

/** What cannot be asked on this machine is taken from the table as it stands. */
const withAbsent = (found: Cells, written: Cells): Cells =>
  new Map(
    [...found].map(([question, cells]) => [
      question,
      new Map([...(written.get(question) ?? []), ...cells]),
    ]),
  );
