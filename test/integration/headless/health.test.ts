import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { diagnose } from '../../../electron/headless/index.ts';
import type { ThroughputPoint } from '../../../shared/outbox/throughput.ts';
import { practice } from '../../support/practice.ts';
import { add, atRest, realHost } from '../../support/real-host.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const CLI = { kind: 'cli' } as const;

/** No keychain, so that nothing here touches the one of whoever runs the tests; and no proxy. */
beforeEach(() => {
  vi.stubEnv('DBUS_SESSION_BUS_ADDRESS', 'unix:path=/nonexistent/bus');
  vi.stubEnv('OUTTRAY_CREDENTIALS_FILE', undefined);
  vi.stubEnv('NO_PROXY', '127.0.0.1');
});
afterEach(() => {
  vi.unstubAllEnvs();
});

it('tells by the minute what became of attempts, and what is open', async () => {
  const { url } = await practice();
  const host = await realHost(join(tempFolder(), 'home'));
  await add(host, { method: 'POST', url: `${url}/inbox/x`, body: { kind: 'json', value: 1 } });
  await add(host, { method: 'POST', url: `${url}/inbox/x?invalid` });
  await host.sending.start();
  await atRest(host);
  const points = await host.api.call('throughput', { points: 2, spanMs: 3_600_000 }, CLI);
  if (!points.ok) throw new Error('no answer');
  const sum = (pick: (point: ThroughputPoint) => number) =>
    points.value.reduce((total, point) => total + pick(point), 0);
  expect(points.value).toHaveLength(2);
  expect(sum((point) => point.delivered)).toBe(1);
  expect(sum((point) => point.failed)).toBe(1);
  expect(points.value.at(-1)?.backlog).toBe(1);
});

it('says of a running host what doctor says from outside, and the bundle keeps what is private', async () => {
  const { url } = await practice();
  const home = join(tempFolder(), 'home');
  const host = await realHost(home);
  const canary = 'canary-of-this-test';
  const id = await add(host, {
    method: 'POST',
    url: `${url}/inbox/x?invalid&q=${canary}`,
    headers: { 'X-Note': canary },
    body: { kind: 'json', value: canary },
    title: canary,
  });
  await add(host, {
    method: 'POST',
    url: 'http://127.0.0.1:9/x',
    notBefore: '2100-01-01T00:00:00Z',
  });
  await host.sending.start();
  await host.listen();
  const settled = await host.api.call('waitFor', { id, timeoutMs: 30_000 }, CLI);
  expect(settled).toMatchObject({ ok: true, value: { item: { state: 'attention' } } });

  const [first, second, bundle] = await Promise.all([
    host.api.call('health', {}, CLI),
    host.api.call('health', {}, CLI),
    host.api.call('bundle', {}, CLI),
  ]);
  if (!first.ok || !second.ok || !bundle.ok) throw new Error('no answer');
  expect(second.value.findings).toBe(first.value.findings);
  const codes = first.value.findings.map((finding) => finding.code);
  expect(codes).toEqual([
    'VERSIONS',
    'FOLDER_WELL',
    'DATABASE_WELL',
    'SETTINGS_FROM',
    'ITEMS_NEED_DECISION',
    'VAULT_WELL',
    'KEYCHAIN_NONE',
    'ORIGIN_UNREACHABLE',
    'ORIGIN_WELL',
    'CLOCK_WELL',
    'HOST_RUNNING',
  ]);
  expect(first.value.findings).toContainEqual({ code: 'HOST_RUNNING', pid: process.pid });
  const outside = await diagnose({ home, version: '' });
  expect(outside.findings.map((finding) => finding.code)).toEqual(codes);

  const { createdAt, findings } = JSON.parse(bundle.value.text) as {
    readonly createdAt: string;
    readonly findings: unknown;
  };
  expect(Date.parse(createdAt)).toBe(first.value.at);
  expect(findings).toEqual(first.value.findings);
  expect(bundle.value.text).not.toContain(canary);
});
