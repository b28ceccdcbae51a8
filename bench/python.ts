import { spawn, spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** A Python that imports PyTorch and transformers, or why there is none. */
export function findPython(): { command: string } | { because: string } {
  const given = process.env.TOKENTRACE_PYTHON
  const candidates = given ? [given] : ['python3', 'python']
  const command = candidates.find((name) => spawnSync(name, ['-c', 'import torch, transformers']).status === 0)
  if (command) return { command }
  const whose = given ? `${given} imports no` : 'no Python here imports'
  return { because: `${whose} torch and transformers; name one that does in TOKENTRACE_PYTHON` }
}

export interface Reference {
  /** Runs the model once. `top` is the largest logit at the last position, as proof that both sides compute the same. */
  run(ids: readonly number[]): Promise<{ ms: number; top: number }>
  close(): void
}

/** PyTorch in a process of its own, with as many threads as there are cores, loaded and ready. */
export async function startReference(command: string, model: string): Promise<Reference> {
  const script = join(import.meta.dirname, 'reference.py')
  const child = spawn(command, [script, model, String(availableParallelism())], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...withoutAllocatorSettings(process.env), TQDM_DISABLE: '1' },
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const nextLine = async () => {
    const { value, done } = await lines.next()
    if (done) throw new Error('PyTorch ended before it answered; its message stands above.')
    return value
  }
  await nextLine()
  return {
    async run(ids) {
      child.stdin.write(`${JSON.stringify(ids)}\n`)
      return JSON.parse(await nextLine()) as { ms: number; top: number }
    },
    close: () => void child.stdin.end(),
  }
}

/** PyTorch is measured as people run it; what our engine's process is given stays ours. */
function withoutAllocatorSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('MALLOC_')))
}
