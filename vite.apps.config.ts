import { join } from 'node:path';
import { defineConfig } from 'vite';

const renderer = join(import.meta.dirname, 'renderer');
const out = join(import.meta.dirname, 'out');

const shared = { emptyOutDir: true, target: 'chrome140' } as const;

// What stands beside the window, by --mode: the client for embedded apps as one file, and the sample app as a folder.
export default defineConfig(({ mode }) =>
  mode === 'client'
    ? {
        build: {
          ...shared,
          outDir: join(out, 'client'),
          copyPublicDir: false,
          minify: false,
          lib: {
            entry: join(renderer, 'client/index.ts'),
            formats: ['es'],
            fileName: () => 'outtray.js',
          },
        },
      }
    : {
        root: join(renderer, 'sample-app'),
        base: './',
        build: {
          ...shared,
          outDir: join(out, 'sample-app'),
          assetsInlineLimit: 0,
          modulePreload: { polyfill: false },
        },
      },
);
