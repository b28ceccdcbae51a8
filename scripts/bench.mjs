#!/usr/bin/env node
// `npm run bench`: what the workbench promises about speed and memory, as a table. It measures the build. PyTorch's side needs
// a Python with torch and transformers: TOKENTRACE_PYTHON=path npm run bench.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { runChild } from './child.mjs'
import { root, SetupError, setup } from './setup.mjs'

/** glibc reads these at a process's start; why they help is told in src/main/hosts/engine-process/fork-engine.ts. */
const KEEP_FREED_MEMORY = { MALLOC_MMAP_THRESHOLD_: String(2 ** 30), MALLOC_TRIM_THRESHOLD_: String(2 ** 30) }

try {
  const node = setup()
  const loader = pathToFileURL(join(root, 'bench', 'ts-modules.mjs')).href
  // The generated ONNX types have enums, which are more than types to strip.
  const typescript = ['--experimental-transform-types', '--disable-warning=ExperimentalWarning', '--import', loader]
  const { code } = await runChild(node, [...typescript, join(root, 'bench', 'run.ts')], { env: KEEP_FREED_MEMORY })
  process.exit(code)
} catch (error) {
  if (!(error instanceof SetupError)) throw error
  console.error(error.message)
  process.exit(1)
}
