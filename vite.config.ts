import { rmSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { defineConfig, type Plugin } from 'vite';

const root = import.meta.dirname;

// Where each process starts. The tree under out/ has the shape of the source tree (only .ts becomes .js), so
// that a URL relative to import.meta.url finds its neighbour in a checkout and in a build alike.
const entryPoints = [
  'electron/headless/cli/main.ts',
  'electron/main/index.ts',
  'electron/main/attach-outtray.ts',
  'electron/worker/index.ts',
  'electron/practice/index.ts',
];

/** Removes what an earlier build left, and nothing else: out/ also holds the declarations of `tsc -b`. */
const emptyBuild: Plugin = {
  name: 'empty-build',
  buildStart() {
    for (const zone of ['electron', 'shared'])
      rmSync(join(root, 'out', zone), { recursive: true, force: true });
  },
};

const isOurs = (id: string) =>
  id.startsWith('.') || id.startsWith('/') || /^[A-Za-z]:[\\/]/.test(id);

export default defineConfig({
  plugins: [emptyBuild],
  build: {
    ssr: true,
    target: 'node22',
    outDir: 'out',
    emptyOutDir: false,
    copyPublicDir: false,
    minify: false,
    sourcemap: true,
    rolldownOptions: {
      input: Object.fromEntries(
        entryPoints.map((file) => [file.replace(/\.ts$/, ''), join(root, file)]),
      ),
      external: (id) => isBuiltin(id) || !isOurs(id),
      output: {
        format: 'es',
        preserveModules: true,
        preserveModulesRoot: root,
        entryFileNames: '[name].js',
      },
    },
  },
});
