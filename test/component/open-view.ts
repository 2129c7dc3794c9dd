import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import type { OutboxEvent } from '../../renderer/transport/outbox-client.ts';
import { findChromium } from '../support/chromium.ts';
import type { FakeOutbox } from './fake-outbox.ts';
import { fromPlain, type Plain, toPlain } from './page/plain.ts';

export interface OpenView {
  readonly page: Page;
  /** What the view asked of whoever stands around it, in order. */
  readonly notes: readonly { readonly what: string; readonly detail: unknown }[];
  /** Everything that went wrong in the page, violations of its content policy among them. */
  readonly complaints: readonly string[];
  readonly tell: (event: OutboxEvent) => Promise<void>;
}

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html',
  js: 'text/javascript',
  css: 'text/css',
};

/** Builds the page once for a file of tests, and opens views of it in a browser. */
export function useViews(): (view: string, outbox: FakeOutbox) => Promise<OpenView> {
  let browser: Browser;
  let server: Server;
  let address = '';

  beforeAll(async () => {
    const files = await builtPage();
    server = createServer((request, response) => {
      const path = request.url === '/' ? 'index.html' : (request.url ?? '').slice(1);
      const file = files.get(path);
      response.writeHead(file === undefined ? 404 : 200, {
        'content-type': TYPES[path.split('.').at(-1) ?? ''] ?? 'application/octet-stream',
      });
      response.end(file);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    browser = await chromium.launch({
      executablePath: findChromium() ?? '',
      args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-dev-shm-usage'],
    });
  });

  afterAll(async () => {
    await browser.close();
    server.close();
  });

  return async (view, outbox) => {
    const context = await browser.newContext({ viewport: { width: 900, height: 800 } });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    const notes: { what: string; detail: unknown }[] = [];
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      // The icon of the page is not there, and need not be.
      const missing = message.location().url.endsWith('/icon.png');
      if (message.type() === 'error' && !missing) complaints.push(message.text());
    });
    page.on('dialog', (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await page.exposeFunction('answerCall', async (name: string, input: Plain) =>
      toPlain(await outbox.answer(name, fromPlain(input))),
    );
    await page.exposeFunction('note', (what: string, detail: Plain) => {
      notes.push({ what, detail: fromPlain(detail) });
    });
    await page.goto(`${address}#${view}`);
    return {
      page,
      notes,
      complaints,
      tell: (event) =>
        page.evaluate(
          (one) => (globalThis as unknown as { tell(event: unknown): void }).tell(one),
          event,
        ),
    };
  };
}

async function builtPage(): Promise<ReadonlyMap<string, string | Uint8Array>> {
  const built = await build({
    configFile: false,
    root: join(import.meta.dirname, 'page'),
    logLevel: 'warn',
    plugins: [react()],
    build: { write: false, chunkSizeWarningLimit: 2000 },
  });
  const outputs = Array.isArray(built) ? built : [built];
  return new Map(
    outputs.flatMap((one) =>
      'output' in one
        ? one.output.map((file): [string, string | Uint8Array] => [
            file.fileName,
            file.type === 'chunk' ? file.code : file.source,
          ])
        : [],
    ),
  );
}
