// The one rule of the layout, in the words of the design:
//
//   `shared` imports nothing of ours; `worker`, `preload`, `renderer`, `practice` and `start` import only `shared`;
//   `core` imports only `shared`; `api` and adapters import `core` and `shared`, never one another; only
//   composition roots import adapters; only `main` and `preload` import `electron`; nothing imports `test`.
//
// test/architecture/layering.test.ts runs it and proves each line with a planted import. An `import type` counts
// as an import everywhere, unless a rule says otherwise.

const OURS = '^(shared|electron|renderer|test|build)/';
// What both roots construct stands in `electron/host`, which is part of them.
const COMPOSITION_ROOTS =
  '^electron/(main/(index|attach-outtray)[.]ts$|headless/index[.]ts$|host/)';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'shared-imports-nothing-of-ours',
      severity: 'error',
      from: { path: '^shared/' },
      to: { path: OURS, pathNot: '^shared/' },
    },
    {
      name: 'worker-preload-renderer-practice-import-only-shared',
      severity: 'error',
      from: {
        path: '^(electron/worker|electron/preload|electron/practice|electron/start|renderer)/',
      },
      to: { path: OURS, pathNot: '^(shared|$1)/' },
    },
    {
      name: 'core-imports-only-shared',
      severity: 'error',
      from: { path: '^electron/core/' },
      to: { path: OURS, pathNot: '^(shared|electron/core)/' },
    },
    {
      name: 'shared-and-core-have-no-node',
      severity: 'error',
      from: { path: '^(shared|electron/core)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'shared-and-core-use-no-package-but-zod',
      severity: 'error',
      from: { path: '^(shared|electron/core)/' },
      to: { path: '(^|/)node_modules/', pathNot: '(^|/)node_modules/zod/' },
    },
    {
      name: 'api-imports-core-and-shared',
      severity: 'error',
      from: { path: '^electron/api/' },
      to: { path: OURS, pathNot: '^(shared|electron/core|electron/api)/' },
    },
    {
      name: 'an-adapter-imports-core-and-shared',
      severity: 'error',
      from: { path: '^electron/adapters/([^/]+)' },
      to: { path: OURS, pathNot: '^(shared|electron/core|electron/adapters/$1)(/|$)' },
    },
    {
      name: 'only-composition-roots-import-adapters',
      severity: 'error',
      from: { pathNot: ['^electron/adapters/', '^test/', COMPOSITION_ROOTS] },
      to: { path: '^electron/adapters/' },
    },
    {
      name: 'the-host-is-constructed-by-composition-roots',
      severity: 'error',
      from: { pathNot: ['^test/', COMPOSITION_ROOTS] },
      to: {
        path: '^electron/host/',
        pathNot: '^electron/host/(grey-jpeg|home-folder|policy-places)[.]ts$',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'the-host-knows-no-process-that-can-be-one',
      severity: 'error',
      from: { path: '^electron/host/' },
      to: { path: OURS, pathNot: '^(shared|electron/(core|api|adapters|host))/' },
    },
    {
      name: 'the-page-as-files-imports-nothing-of-ours',
      severity: 'error',
      from: { path: '^electron/page/' },
      to: { path: OURS, pathNot: '^(shared|electron/page)/' },
    },
    {
      name: 'cli-imports-the-headless-root-api-core-and-shared',
      severity: 'error',
      from: { path: '^electron/headless/cli/' },
      to: {
        path: OURS,
        pathNot: [
          '^(shared|electron/core|electron/api|electron/headless/cli)/',
          '^electron/headless/(index|host)[.]ts$',
          '^electron/host/',
        ],
      },
    },
    {
      name: 'cli-uses-core-for-its-types-only',
      severity: 'error',
      from: { path: '^electron/headless/cli/' },
      to: { path: '^electron/core/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'web-imports-shared-and-types-of-core-and-api',
      severity: 'error',
      from: { path: '^electron/headless/web/' },
      to: {
        path: OURS,
        pathNot: '^(shared|electron/core|electron/api|electron/page|electron/headless/web)/',
      },
    },
    {
      name: 'web-uses-core-and-api-for-their-types-only',
      severity: 'error',
      from: { path: '^electron/headless/web/' },
      to: {
        path: '^electron/(core|api)/',
        pathNot: '^electron/api/event-stream[.]ts$',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'only-main-and-preload-import-electron',
      severity: 'error',
      from: { pathNot: '^electron/(main|preload)/' },
      to: { path: '(^|/)node_modules/electron/|^electron(/(main|renderer|common|utility))?$' },
    },
    {
      name: 'nothing-imports-test',
      severity: 'error',
      from: { pathNot: ['^test/', '^playwright\\.config\\.ts$'] },
      to: { path: '^test/' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      // An import that leads nowhere is one that no rule above can judge.
      name: 'every-import-resolves',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^electron(/(main|renderer|common|utility))?$' },
    },
  ],
  options: {
    // TypeScript 7 has no API that dependency-cruiser could use; without swc it reads nothing and is content.
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: '(^|/)node_modules/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
      mainFields: ['module', 'main', 'types', 'typings'],
    },
  },
};
