// The import rules of docs/architecture.md: data goes one way, and no room reaches two rooms ahead.
const room = (name) => `^src/main/${name}/`
const rooms = [
  'onnx-format',
  'checkpoint',
  'weights',
  'tokenizer',
  'families',
  'structure',
  'graph',
  'inference',
  'activations',
  'analysis',
  'export',
  'media',
]

/** What each room of src/main may import besides src/shared and itself. */
const mayImport = {
  'onnx-format': [],
  checkpoint: ['onnx-format'],
  structure: ['checkpoint', 'onnx-format'],
  weights: ['checkpoint'],
  tokenizer: [],
  families: ['checkpoint'],
  graph: ['structure', 'families', 'weights', 'checkpoint', 'onnx-format'],
  inference: ['graph', 'structure', 'families', 'weights', 'checkpoint', 'onnx-format'],
  activations: [],
  analysis: [],
  export: [],
  media: [],
}

const roomRules = rooms.map((name) => ({
  name: `${name}-imports-only-rooms-before-it`,
  severity: 'error',
  from: { path: room(name) },
  to: {
    path: '^src/main/',
    pathNot: [...[name, ...mayImport[name]].map(room), '/testing/'],
  },
}))

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'not-resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: ['^electron$', '^virtual:'] },
    },
    {
      name: 'shared-imports-nothing-of-ours',
      severity: 'error',
      from: { path: '^src/shared/' },
      to: { path: '^src/(main|renderer)/' },
    },
    {
      name: 'shared-has-no-node',
      severity: 'error',
      from: { path: '^src/shared/', pathNot: '\\.test\\.tsx?$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'main-and-renderer-never-meet',
      severity: 'error',
      from: { path: '^src/main/' },
      to: { path: '^src/renderer/' },
    },
    {
      name: 'renderer-imports-shared-alone',
      severity: 'error',
      from: { path: '^src/renderer/' },
      to: { path: '^src/main/' },
    },
    {
      name: 'a-room-is-entered-through-its-index',
      severity: 'error',
      from: { path: '^src/main/([^/]+)/', pathNot: '^src/main/hosts/' },
      to: {
        path: '^src/main/(onnx-format|checkpoint|structure|weights|tokenizer|families|graph|inference|activations|analysis|export)/',
        // What a room's tests lean on may serve other rooms' tests; the rule below keeps it from anything else.
        pathNot: ['^src/main/$1/', '/index\\.ts$', '/testing/'],
      },
    },
    {
      name: 'only-tests-import-what-is-for-tests',
      severity: 'error',
      from: { path: '^src/', pathNot: ['\\.test\\.tsx?$', '/testing/'] },
      to: { path: '/testing/' },
    },
    {
      name: 'hosts-import-the-engine-alone',
      severity: 'error',
      from: { path: '^src/main/hosts/' },
      to: { path: '^src/main/', pathNot: ['^src/main/hosts/', '^src/main/engine/index\\.ts$'] },
    },
    {
      name: 'only-the-desktop-host-imports-electron',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/main/hosts/desktop/' },
      to: { path: '(^|/)electron(/|$)', dependencyTypesNot: ['local'], pathNot: 'electron-vite' },
    },
    {
      name: 'only-scene3d-imports-three',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/renderer/scene3d/' },
      to: { path: 'node_modules/three/' },
    },
    {
      name: 'views-never-import-each-other',
      severity: 'error',
      from: { path: '^src/renderer/views/([^/]+)/' },
      to: { path: '^src/renderer/views/', pathNot: '^src/renderer/views/$1/' },
    },
    ...roomRules,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.d.ts'],
    },
    exclude: { path: '^out/' },
  },
}
