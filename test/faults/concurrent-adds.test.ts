import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Item } from '../../shared/outbox/item.ts';
import { spawnSource } from '../support/spawned.ts';
import { tempFolder } from '../support/temp-folder.ts';

const ADDS = 20;
const ENTRY = 'electron/headless/preflight.mjs';

interface End {
  readonly ref: string;
  readonly code: number | null;
  readonly id: string;
  readonly stderr: string;
}

function add(home: string, ref: string): Promise<End> {
  const entry = join(import.meta.dirname, '../..', ENTRY);
  const args = ['add', 'POST', 'http://127.0.0.1:9/x', '--ref', ref, '--home', home];
  const child = spawn(process.execPath, [entry, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve) => {
    child.once('close', (code) => resolve({ ref, code, id: stdout.trim(), stderr }));
  });
}

async function itemsOf(home: string): Promise<readonly Item[]> {
  const child = spawnSource(ENTRY, ['list', '--json', '--limit', '1000', '--home', home]);
  await child.ended;
  return (JSON.parse(child.output()) as { readonly items: readonly Item[] }).items;
}

test.for(['SIGTERM', 'SIGKILL'] as const)(
  'twenty adds at once while hosts come and go (%s): each that ended with 0 is in the queue exactly once',
  async (signal) => {
    const home = join(tempFolder(), 'home');
    let left = ADDS;
    const adds = Promise.all(
      Array.from({ length: ADDS }, async (_, n) => {
        const end = await add(home, `add ${n}`);
        left -= 1;
        return end;
      }),
    );
    let hosts = 0;
    const stopped = (): boolean => left === 0;
    while (!stopped()) {
      const host = spawnSource(ENTRY, ['serve', '--home', home]);
      // It may be refused while commands have the folder: then there was no host for a moment.
      const began = await host.printed('Sending from').then(
        () => true,
        () => false,
      );
      if (began) hosts += 1;
      host.child.kill(signal);
      await host.ended;
    }
    const ends = await adds;
    const kept = ends.filter((end) => end.code === 0);
    // Waiting takes its time, but nobody waited in vain.
    expect(ends.filter((end) => end.code !== 0)).toEqual([]);
    expect(hosts).toBeGreaterThan(0);
    const items = await itemsOf(home);
    expect(items.map((item) => item.id).toSorted()).toEqual(kept.map((end) => end.id).toSorted());
    expect(new Set(items.map((item) => item.ref)).size).toBe(ADDS);
    process.stdout.write(`${ADDS} adds beside ${hosts} hosts (${signal})\n`);
  },
);
