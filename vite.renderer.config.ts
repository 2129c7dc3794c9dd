import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** The page speaks English, so the few words that its components bring need not come in thirty languages more. */
const oneLanguage: Plugin = {
  name: 'one-language',
  enforce: 'pre',
  resolveId(source, importer) {
    const isForeign = /\/[a-z]{2}-[A-Z]{2}\.mjs$/.test(source) && !source.endsWith('/en-US.mjs');
    return isForeign && importer?.includes('/react-aria') === true
      ? this.resolve(source.replace(/[a-z]{2}-[A-Z]{2}\.mjs$/, 'en-US.mjs'), importer)
      : null;
  },
};

// The window's page. Relative addresses, so that it runs under http and app:// alike; nothing inline, so that it runs
// under a content policy that allows files of its own and nothing else.
export default defineConfig({
  root: join(import.meta.dirname, 'renderer'),
  base: './',
  plugins: [oneLanguage, react()],
  build: {
    outDir: join(import.meta.dirname, 'out', 'renderer'),
    emptyOutDir: true,
    target: 'chrome140',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
