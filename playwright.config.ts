import { defineConfig } from '@playwright/test';
import { findChromium } from './test/support/chromium.ts';
import type { ShownIn } from './test/support/shown-in.ts';

const executablePath = findChromium();

/** The path of a newcomer, undo and settings: enough to see that a window of the app does what the page in a browser does. */
const IN_THE_APP = /(newcomer|undo|settings|managed)[.]spec[.]ts$/;

/** What surrounds a window of the app, and windows beside it; of these, the double alone can say what was shown. */
const AROUND_IT = /(tray|embedded|own-window)[.]spec[.]ts$/;

export default defineConfig<{ readonly shownIn: ShownIn }>({
  projects: [
    { name: 'page', use: { shownIn: 'browser' }, testIgnore: AROUND_IT },
    { name: 'double', use: { shownIn: 'double' }, testMatch: [IN_THE_APP, AROUND_IT] },
    { name: 'electron', use: { shownIn: 'electron' }, testMatch: IN_THE_APP },
  ],
  testDir: 'test/e2e',
  outputDir: 'out/test-results/e2e',
  // Each spec starts processes of its own; two at a time would only make both slow on a small machine.
  workers: 1,
  fullyParallel: false,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  reporter: [['list'], ['json', { outputFile: 'out/test-results/playwright.json' }]],
  use: {
    browserName: 'chromium',
    viewport: { width: 1280, height: 800 },
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath === null ? {} : { executablePath }),
      // The rest of what a browser asks the network for by itself stays off: there is only loopback here.
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-dev-shm-usage',
      ],
    },
  },
});
