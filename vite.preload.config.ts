import { join } from 'node:path';
import { defineConfig } from 'vite';

const root = import.meta.dirname;

// One bridge, named by --mode: a sandboxed preload can load nothing but Electron, so each is built by itself into one
// CJS file, with whatever it takes from shared inside.
export default defineConfig(({ mode: name }) => ({
  build: {
    ssr: true,
    target: 'chrome140',
    outDir: 'out/electron/preload',
    emptyOutDir: false,
    copyPublicDir: false,
    minify: false,
    rolldownOptions: {
      input: join(root, `electron/preload/${name}.ts`),
      external: ['electron'],
      output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
    },
  },
  // zod as well, if a contract's schemas came along.
  ssr: { noExternal: true },
}));
