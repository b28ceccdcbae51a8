// Each environment is a tsconfig of its own, so that `document` in shared or `Buffer` in the renderer does not compile.
// What was found is kept beside the packages, so that a second check reads only what changed.
import { spawnSync } from 'node:child_process'

const projects = ['src/shared', 'src/main', 'src/renderer', '.']
let failed = false
for (const project of projects) {
  const kept = `node_modules/.cache/typecheck/${project.replaceAll('/', '-')}.tsbuildinfo`
  const { status } = spawnSync(
    process.execPath,
    ['node_modules/typescript/bin/tsc', '-p', project, '--incremental', '--tsBuildInfoFile', kept],
    { stdio: 'inherit' },
  )
  if (status !== 0) failed = true
}
process.exit(failed ? 1 : 0)
