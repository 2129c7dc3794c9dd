import { registerHooks } from 'node:module';

const double = new URL('./electron.ts', import.meta.url).href;

/** `import … from 'electron'` leads to the double from here on, in sources and in what is built of them. */
export const useDouble = (): unknown =>
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'electron'
        ? { url: double, format: 'module-typescript', shortCircuit: true }
        : next(specifier, context),
  });
