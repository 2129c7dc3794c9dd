import { registerHooks } from 'node:module';

// `import … from 'electron'` leads to the double from here on, in sources and in what is built of them.

const double = new URL('./electron.ts', import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron'
      ? { url: double, format: 'module-typescript', shortCircuit: true }
      : next(specifier, context),
});
