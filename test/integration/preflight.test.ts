import { type ChildProcess, spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';

const preflight = join(import.meta.dirname, '../../electron/headless/preflight.mjs');

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A checkout with nothing in it but the preflight and the given files. */
function checkout(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'outtray-preflight-'));
  folders.push(root);
  for (const [file, text] of Object.entries({ 'package.json': '{"type":"module"}', ...files })) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  mkdirSync(join(root, 'electron/headless'), { recursive: true });
  copyFileSync(preflight, join(root, 'electron/headless/preflight.mjs'));
  return root;
}

/** The package `node`, with this very Node as its executable. */
function installNode(root: string, version: string): void {
  mkdirSync(join(root, 'node_modules/node/bin'), { recursive: true });
  writeFileSync(
    join(root, 'node_modules/node/package.json'),
    JSON.stringify({ name: 'node', version }),
  );
  symlinkSync(process.execPath, join(root, 'node_modules/node/bin/node'));
}

/** Starts the preflight in a Node that says it is `version`. */
function start(root: string, version: string, ...args: readonly string[]): ChildProcess {
  const pretend = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`;
  return spawn(
    process.execPath,
    [
      '--import',
      `data:text/javascript,${encodeURIComponent(pretend)}`,
      join(root, 'electron/headless/preflight.mjs'),
      ...args,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
}

interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

function endOf(child: ChildProcess): Promise<End> {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
}

const cli = (body: string) =>
  `export async function main(argv: readonly string[]): Promise<number> {\n${body}\n}\n`;
const echo = cli(
  `console.log(JSON.stringify({ argv, version: process.versions.node })); return 3;`,
);
const sources = 'electron/headless/cli/main.ts';

describe('the first file of every start', () => {
  test('runs the sources of a checkout and ends with their exit code, without a warning', async () => {
    const root = checkout({ [sources]: echo });
    const end = await endOf(start(root, process.versions.node, 'list', '--json'));
    expect(end).toMatchObject({ code: 3, stderr: '' });
    expect(JSON.parse(end.stdout)).toMatchObject({ argv: ['list', '--json'] });
  });

  test('runs the build where there are no sources', async () => {
    const root = checkout({
      'out/electron/headless/cli/main.js': `export const main = async (argv) => argv.length;\n`,
    });
    expect(await endOf(start(root, '22.12.0', 'a', 'b'))).toMatchObject({ code: 2, stderr: '' });
  });

  test('says in one line that Node is too old, and ends with 5', async () => {
    const root = checkout({ [sources]: echo });
    const end = await endOf(start(root, '20.20.2', 'list'));
    expect(end).toMatchObject({ code: 5, stdout: '' });
    expect(end.stderr).toBe(
      'outtray: NODE_TOO_OLD: OutTray needs Node 22.12 or newer, this is v20.20.2; ' +
        'run "npm install" in the checkout or use Node 24\n',
    );
  });

  for (const version of ['14.21.3', '20.20.2', '22.11.0', '22.12.0', '24.11.0']) {
    test(`goes on under the Node of the checkout when it is started by ${version}`, async () => {
      const root = checkout({ [sources]: echo });
      installNode(root, process.versions.node);
      const end = await endOf(start(root, version, 'show', 'ä b', '--json'));
      expect(end).toMatchObject({ code: 3, stderr: '' });
      expect(JSON.parse(end.stdout)).toEqual({
        argv: ['show', 'ä b', '--json'],
        version: process.versions.node,
      });
    });
  }

  test('runs the sources under an older Node that can, and keeps its warning quiet', async () => {
    const root = checkout({ [sources]: echo });
    const end = await endOf(start(root, '22.18.0', 'list'));
    expect(end).toMatchObject({ code: 3, stderr: '' });
  });

  test('does not go on under a Node that is too old as well', async () => {
    const root = checkout({ [sources]: echo });
    installNode(root, '20.0.0');
    expect(await endOf(start(root, '18.0.0'))).toMatchObject({ code: 5, stdout: '' });
  });

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    test(`hands ${signal} on to the Node it went on under`, async () => {
      const body = `process.on('${signal}', () => { console.log('asked to stop'); process.exit(7); });
        console.log('ready');
        // Not for ever, should nobody ask it to.
        await new Promise((r) => setTimeout(r, 20_000)); return 0;`;
      const root = checkout({ [sources]: cli(body) });
      installNode(root, process.versions.node);
      const child = start(root, '20.20.2', 'serve');
      child.stdout?.once('data', () => child.kill(signal));
      expect(await endOf(child)).toMatchObject({ code: 7, stdout: 'ready\nasked to stop\n' });
    });
  }

  test('dies of the signal that the Node it went on under died of', async () => {
    const body = `process.kill(process.pid, 'SIGKILL'); return 0;`;
    const root = checkout({ [sources]: cli(body) });
    installNode(root, process.versions.node);
    expect(await endOf(start(root, '20.20.2'))).toMatchObject({ code: null, signal: 'SIGKILL' });
  });

  test('reports what nobody caught and ends with 1', async () => {
    const root = checkout({ [sources]: cli(`throw new Error('a bug');`) });
    const end = await endOf(start(root, process.versions.node));
    expect(end.code).toBe(1);
    expect(end.stderr).toContain('outtray: INTERNAL: Error: a bug');
  });
});
