import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Host } from '../../../electron/headless/host.ts';
import { readPowershell } from '../../support/powershell-rules.ts';

/** Shells at a time. */
const LANES = 3;

type Shell = 'bash' | 'powershell';

/**
 * Runs the commands of items as they are, a few shells at a time. Those for PowerShell are read by its documented rules,
 * and the real curl is given what it would be given there.
 */
export async function reproduce(
  host: Host,
  items: Readonly<Record<Shell, readonly string[]>>,
  folder: string,
): Promise<void> {
  mkdirSync(folder);
  const commandOf = async (id: string, shell: Shell): Promise<string> => {
    const command = await host.api.call('curl', { id, shell }, { kind: 'window' });
    if (!command.ok) throw new Error(command.error.code);
    return command.value.text;
  };
  const commands: string[] = [];
  for (const id of items.bash) commands.push(await commandOf(id, 'bash'));
  for (const id of items.powershell)
    commands.push(asBash(await commandOf(id, 'powershell'), join(folder, id)));
  const lanes = Array.from({ length: LANES }, (_, lane) =>
    commands.filter((__, at) => at % LANES === lane),
  );
  const failed = await Promise.all(
    lanes.map((lane, at) => runAll(lane, join(folder, `${at}.sh`), folder)),
  );
  if (failed.join('') !== '') throw new Error(failed.join(''));
}

/** The folder has a plain name. */
function asBash(script: string, folder: string): string {
  mkdirSync(folder);
  const { guards, options, pieces } = readPowershell(script);
  for (const { path, sha256, says } of guards)
    if (createHash('sha256').update(readFileSync(path)).digest('hex') !== sha256)
      throw new Error(says);
  const optionsFile = join(folder, 'options');
  writeFileSync(optionsFile, options);
  if (pieces === null) return `curl --config ${optionsFile}\n`;
  const body = pieces.map((piece) =>
    typeof piece === 'string' ? Buffer.from(piece) : readFileSync(piece.path),
  );
  const bodyFile = join(folder, 'body');
  writeFileSync(bodyFile, Buffer.concat(body));
  return `curl --config ${optionsFile} --data-binary @${bodyFile}\n`;
}

/** Says which of them failed. */
async function runAll(commands: readonly string[], path: string, home: string): Promise<string> {
  const script = commands.map(
    (one) => `{ ${one}} >/dev/null 2>&1 || cat <<'FAILED'\n${one}FAILED\n`,
  );
  writeFileSync(path, `set -o pipefail\n${script.join('')}`);
  const child = spawn('bash', [path], {
    env: { PATH: process.env['PATH'], HOME: home },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await once(child, 'close');
  return said;
}
