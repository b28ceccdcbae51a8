import { spawn, spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** A Python that imports these modules, or why there is none. */
export function findPython(...modules: string[]): { command: string } | { because: string } {
  const given = process.env.TOKENTRACE_PYTHON
  const candidates = given ? [given] : ['python3', 'python']
  const command = candidates.find((name) => spawnSync(name, ['-c', `import ${modules.join(', ')}`]).status === 0)
  if (command) return { command }
  const whose = given ? `${given} imports no` : 'no Python here imports'
  return { because: `${whose} ${modules.join(' and ')}; name one that does in TOKENTRACE_PYTHON` }
}

/** A Python script of this folder that is ready and answers a line of JSON with another. */
export interface PythonSide<Question, Answer> {
  ask(question: Question): Promise<Answer>
  close(): void
}

export interface Reference {
  /** Runs the model once. `top` is the largest logit at the last position, as proof that both sides compute the same. */
  run(ids: readonly number[]): Promise<{ ms: number; top: number }>
  close(): void
}

/** PyTorch in a process of its own, with as many threads as there are cores, loaded and ready. */
export async function startReference(command: string, model: string): Promise<Reference> {
  const threads = String(availableParallelism())
  const side = await startPython<readonly number[], { ms: number; top: number }>(command, [
    'reference.py',
    model,
    threads,
  ])
  return { run: side.ask, close: side.close }
}

export async function startPython<Question, Answer>(
  command: string,
  [script, ...rest]: readonly [string, ...string[]],
): Promise<PythonSide<Question, Answer>> {
  const child = spawn(command, [join(import.meta.dirname, script), ...rest], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...withoutAllocatorSettings(process.env), TQDM_DISABLE: '1' },
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const nextLine = async () => {
    const { value, done } = await lines.next()
    if (done) throw new Error('Python ended before it answered; its message stands above.')
    return value
  }
  await nextLine()
  return {
    async ask(question) {
      child.stdin.write(`${JSON.stringify(question)}\n`)
      return JSON.parse(await nextLine()) as Answer
    },
    close: () => void child.stdin.end(),
  }
}

/** Python is measured as people run it; what our engine's process is given stays ours. */
function withoutAllocatorSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('MALLOC_')))
}
