import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Host } from '../../../electron/headless/host.ts';
import type { Har } from '../../../shared/contracts/har.ts';
import type { CallInput, CallOutput } from '../../../shared/contracts/outbox-api.ts';
import type { ExportFormat } from '../../../shared/outbox/export-format.ts';
import type { Source } from '../../../shared/outbox/item.ts';
import { harProblems } from '../../support/har-schema.ts';
import { addMany, atRest, realHost } from '../../support/real-host.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { parsingServer } from './parsing-server.ts';

const WINDOW: Source = { kind: 'window' };
const ALL = { all: true } as const;

const openHost = () => realHost(join(tempFolder(), 'home'));

const request = (title: string, url = 'http://127.0.0.1:9/x') => ({ method: 'POST', url, title });

const idsIn = (jsonl: string): readonly string[] =>
  jsonl
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { readonly id: string }).id);

/** Every page, with what `between` does after each. */
async function pagesOf(
  host: Host,
  asked: Omit<CallInput<'export'>, 'after'>,
  between: () => Promise<unknown> = async () => {},
) {
  const pages: CallOutput<'export'>[] = [];
  let after: string | null = null;
  do {
    const from: { after?: string } = after === null ? {} : { after };
    const page = await host.api.call('export', { ...asked, ...from }, WINDOW);
    if (!page.ok) throw new Error(page.error.code);
    pages.push(page.value);
    after = page.value.next;
    await between();
  } while (after !== null);
  return { pages, text: pages.map(({ text }) => text).join('') };
}

const codeOf = async (
  host: Host,
  input: CallInput<'export'>,
  source: Source = WINDOW,
): Promise<string> => {
  const page = await host.api.call('export', input, source);
  return page.ok ? 'ok' : page.error.code;
};

describe('the call export', () => {
  test('goes through all that a filter matches, without what comes or goes meanwhile', async () => {
    const host = await openHost();
    const ids = await addMany(
      host,
      Array.from({ length: 450 }, (_, n) => request(`${n}`)),
    );
    const removed = ids.at(-1) ?? '';
    const { pages, text } = await pagesOf(host, { items: ALL, format: 'jsonl' }, async () => {
      await addMany(host, [request('later')]);
      await host.api.call('remove', { items: { ids: [removed] } }, WINDOW);
    });
    expect(pages.map(({ items }) => items)).toEqual([200, 200, 49]);
    expect(idsIn(text)).toEqual(ids.slice(0, -1));
  });

  test('takes named items in the order in which they are named', async () => {
    const host = await openHost();
    const ids = await addMany(host, [request('a'), request('b'), request('c')]);
    const named = [ids[2] ?? '', 'gone', ids[0] ?? ''];
    const { text } = await pagesOf(host, { items: { ids: named }, format: 'jsonl' });
    expect(idsIn(text)).toEqual([ids[2], ids[0]]);
    const many = Array.from({ length: 401 }, () => ids[1] ?? '');
    const long = await pagesOf(host, { items: { ids: many }, format: 'csv' });
    expect(long.pages.map(({ items }) => items)).toEqual([200, 200, 1]);
    expect(long.text.split('\r\n')).toHaveLength(403);
  });

  test('ends a page where there is a lot in it', async () => {
    const host = await openHost();
    const body = { kind: 'text', text: 'x'.repeat(300_000) } as const;
    await addMany(
      host,
      Array.from({ length: 9 }, (_, n) => ({ ...request(`${n}`), body })),
    );
    const { pages } = await pagesOf(host, { items: ALL, format: 'curl' });
    expect(pages.map(({ items }) => items)).toEqual([4, 4, 1]);
  });

  test('is one valid archive over many pages, and where nothing was tried', async () => {
    const host = await openHost();
    const untried = await pagesOf(host, { items: ALL, format: 'har' });
    expect(harProblems(JSON.parse(untried.text))).toEqual([]);
    const url = await parsingServer(() => {});
    const [held = ''] = await addMany(host, [request('held')]);
    await host.api.call('hold', { items: { ids: [held] } }, WINDOW);
    const ids = await addMany(
      host,
      Array.from({ length: 250 }, (_, n) => request(`${n}`, url)),
    );
    await host.sending.start();
    await atRest(host);
    const { pages, text } = await pagesOf(host, { items: ALL, format: 'har' });
    expect(pages).toHaveLength(2);
    const har = JSON.parse(text) as Har;
    expect(harProblems(har)).toEqual([]);
    expect(har.log.entries.map(({ _outtray: ours }) => ours.item)).toEqual(ids);
  });

  test('refuses what makes no sense, and secrets that were asked for once', async () => {
    const host = await openHost();
    const asking = (format: ExportFormat, more: object) =>
      codeOf(host, { items: ALL, format, ...more });
    expect(await asking('har', { secrets: true })).toBe('SECRETS_UNCONFIRMED');
    expect(await asking('har', { secrets: true, secretsConfirmed: true })).toBe('ok');
    expect(await asking('csv', { secrets: true, secretsConfirmed: true })).toBe('INPUT_INVALID');
    expect(await asking('curl', { bodies: true })).toBe('INPUT_INVALID');
    expect(await asking('csv', { after: 'newest.0.1' })).toBe('CURSOR_INVALID');
    expect(await asking('csv', { items: { filter: { search: 'status:x' } } })).toBe(
      'SEARCH_INVALID',
    );
    expect(await asking('csv', { items: { filter: {} } })).toBe('INPUT_INVALID');
  });

  test('is nothing for embedded apps', async () => {
    const host = await openHost();
    const input = { items: ALL, format: 'csv' } as const;
    expect(await codeOf(host, input, { kind: 'app', app: 'x' })).toBe('NOT_ALLOWED');
  });
});
