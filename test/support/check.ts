// `npm run check`: everything that can be said about the sources without running the outbox, at the same time.
import { runCommand } from './run-command.ts';

const checks = {
  types: 'tsc -b --pretty false',
  lint: 'oxlint',
  format: 'biome ci --colors=off --error-on-warnings .',
  unused: 'knip --no-config-hints',
  architecture: 'vitest run --project architecture',
};

const started = performance.now();
const results = await Promise.all(
  Object.entries(checks).map(async ([name, command]) => {
    const { code, output } = await runCommand(command, { show: false });
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)`);
    return { name, command, code, output };
  }),
);

for (const { name, command, code, output } of results) {
  if (code === 0) continue;
  console.log(`\n--- ${name}: ${command}\n${output.trimEnd()}`);
  process.exitCode = 1;
}
