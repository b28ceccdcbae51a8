// Makes a clone ready to run: packages from the lock, then the build, each only when it is needed. No dependencies, since it
// runs before there are any, and on any Node from 20 on; what it prepares runs on the Node that the lock pins.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

const installMark = join(root, 'node_modules', '.tokentrace-lock')
const buildMark = join(root, 'out', '.tokentrace-sources')
const OLDEST_NODE = 20

/** What the build is made from. Tests lie among the sources and do not matter to it. */
const SOURCES = [
  'src',
  'resources',
  'package.json',
  'package-lock.json',
  'electron.vite.config.ts',
  'tsconfig.base.json',
]

export class SetupError extends Error {}

/**
 * Installs and builds where that is due, telling so on stderr, and returns the path of the pinned Node.
 * @param {{ build?: boolean, say?: (line: string) => void }} options
 */
export function setup({ build = true, say = (line) => console.error(line) } = {}) {
  const major = Number(process.versions.node.split('.')[0])
  if (major < OLDEST_NODE) throw new SetupError(`Node ${OLDEST_NODE} or newer is needed; this is ${process.version}.`)
  install(say)
  const node = pinnedNode()
  if (build) buildIfDue(node, say)
  return node
}

function install(say) {
  const lock = hashOf([join(root, 'package-lock.json'), join(root, 'package.json')])
  if (existsSync(installMark) && readFileSync(installMark, 'utf8') === lock && existsSync(pinnedNodePath())) return
  // A tree that `npm install` has just made is as good as ours: npm keeps its own copy of the lock beside it.
  if (npmHasInstalled() && existsSync(pinnedNodePath())) {
    writeFileSync(installMark, lock)
    return
  }
  say('Installing packages (the first time takes a minute or two) …')
  const { status, error } = runNpm(['ci', '--no-audit', '--no-fund', '--loglevel=error'])
  if (error) throw new SetupError(`npm could not be started: ${error.message}`)
  if (status !== 0) throw new SetupError('npm ci failed; its message stands above.')
  writeFileSync(installMark, lock)
}

/** Whether every package that the lock names for this machine is there in its version, by npm's own record. */
function npmHasInstalled() {
  const record = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(record)) return false
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  const present = JSON.parse(readFileSync(record, 'utf8')).packages
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === '' || optional || present[path]?.version === version,
  )
}

function runNpm(args) {
  // Under an npm script, npm says where it lies; that works without a shell on Windows too.
  const npm = process.env.npm_execpath
  const options = {
    cwd: root,
    stdio: ['ignore', process.stderr, process.stderr],
    // An npm too old to read `allowScripts` would run its installer, which fetches CUDA libraries that few want.
    env: { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip', ONNXRUNTIME_NODE_INSTALL_CUDA: 'skip' },
  }
  if (npm?.endsWith('.js')) return spawnSync(process.execPath, [npm, ...args], options)
  return spawnSync('npm', args, { ...options, shell: process.platform === 'win32' })
}

function pinnedNodePath() {
  return join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
}

function pinnedNode() {
  const path = pinnedNodePath()
  if (!existsSync(path))
    throw new SetupError(`The pinned Node is missing at ${path}; delete node_modules and try again.`)
  return path
}

function buildIfDue(node, say) {
  const sources = stateOf(SOURCES.map((name) => join(root, name)))
  if (existsSync(buildMark) && readFileSync(buildMark, 'utf8') === sources) return
  say('Building …')
  // Files of an older build would be served and loaded beside the new ones.
  rmSync(join(root, 'out'), { recursive: true, force: true })
  const cli = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  const { status, stdout, stderr } = spawnSync(node, [cli, 'build', '--logLevel', 'warn'], {
    cwd: root,
    encoding: 'utf8',
  })
  if (status !== 0) throw new SetupError(`The build failed.\n${stdout}${stderr}`)
  mkdirSync(dirname(buildMark), { recursive: true })
  writeFileSync(buildMark, sources)
}

/** Names, sizes and times of all files below: changes when any of them may have, and is quick to read. */
function stateOf(paths) {
  const hash = createHash('sha256')
  const visit = (path) => {
    const stat = statSync(path, { throwIfNoEntry: false })
    if (!stat) return
    if (stat.isDirectory()) {
      for (const name of readdirSync(path).sort()) visit(join(path, name))
    } else if (!/\.test\.tsx?$/.test(path)) {
      hash.update(`${path}\0${stat.size}\0${stat.mtimeMs}\n`)
    }
  }
  for (const path of paths) visit(path)
  return hash.digest('hex')
}

function hashOf(paths) {
  const hash = createHash('sha256')
  for (const path of paths) hash.update(readFileSync(path))
  return hash.digest('hex')
}
