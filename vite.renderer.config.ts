import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin, type Rolldown } from 'vite';

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

type ChunkingContext = Parameters<Exclude<Rolldown.CodeSplittingGroup['name'], string>>[1];

/** Everything that `from` imports, by whatever way, but for what it imports only when it is wanted. */
function reachedFrom(from: string, context: ChunkingContext): ReadonlySet<string> {
  const reached = new Set([from]);
  for (const id of reached)
    for (const imported of context.getModuleInfo(id)?.importedIds ?? []) reached.add(imported);
  return reached;
}

const renderer = join(import.meta.dirname, 'renderer');

/**
 * Three files, as these compress best: what comes first; what comes in a quiet moment after it, or when it is wanted;
 * and the editor.
 */
function chunkNames(): (id: string, context: ChunkingContext) => string | null {
  let known: { readonly first: ReadonlySet<string>; readonly editor: ReadonlySet<string> } | null =
    null;
  return (id, context) => {
    known ??= {
      first: reachedFrom(join(renderer, 'index.html'), context),
      editor: reachedFrom(join(renderer, 'edit/json-editor.ts'), context),
    };
    if (known.first.has(id)) return 'first';
    return known.editor.has(id) ? 'json-editor' : 'later';
  };
}

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
    // Measured compressed, by test/e2e/size.spec.ts.
    chunkSizeWarningLimit: 1000,
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: chunkNames(), debugName: 'by need' }] } },
    },
  },
});
