// `npm test`: the checks, then every test runner, then one closing line for all of them together.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findChromium } from './chromium.ts';
import { type Count, closingLine, countPlaywright, countVitest, sum } from './closing-line.ts';
import { requirePart } from './real-part.ts';
import { runCommand } from './run-command.ts';

const results = join(import.meta.dirname, '../../out/test-results');
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

async function check(): Promise<Count> {
  const { code } = await runCommand('npm run --silent check', { show: true });
  return { passed: 0, failed: code === 0 ? 0 : 1, skipped: [] };
}

async function vitest(): Promise<Count> {
  const file = join(results, 'vitest.json');
  const { code } = await runCommand(
    `vitest run --reporter=default --reporter=json --outputFile.json="${file}"`,
    { show: true },
  );
  return countVitest(read(file), code);
}

/** The page in a real browser, as it is built. */
async function playwright(): Promise<Count> {
  const browser = 'end-to-end tests of the page (Chromium)';
  if (requirePart(browser, findChromium() !== null) === 'skip')
    return { passed: 0, failed: 0, skipped: [browser] };
  const built = await runCommand('npm run --silent build', { show: true });
  if (built.code !== 0) return { passed: 0, failed: 1, skipped: [] };
  const { code } = await runCommand('playwright test', { show: true });
  return countPlaywright(read(join(results, 'playwright.json')), code);
}

function read(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined; // the runner died before it could report; its exit code says so
  }
}

const counts = [await check()];
if (sum(counts).failed === 0) counts.push(await vitest(), await playwright());

const total = sum(counts);
for (const name of total.skipped) console.log(`skipped: ${name}`);
console.log(closingLine(total));
if (total.failed > 0 || total.passed === 0) process.exitCode = 1;
