import { defineConfig } from '@playwright/test';
import base from '../../playwright.config.ts';

const { projects: _, ...shared } = base;

/** `npm run screenshots`: pictures of the window, to look at; nothing is asserted. */
export default defineConfig({
  ...shared,
  testDir: '.',
  testMatch: 'screenshots.ts',
  outputDir: '../../out/screenshots-run',
  timeout: 300_000,
  reporter: 'list',
});
