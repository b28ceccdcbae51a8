import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Starts `writer.ts` under plain Node. `lines` ends when the process has ended, however it did. */
export function spawnWriter(
  folder: string,
  first: number,
  count?: number,
): { child: ChildProcess; lines: AsyncIterable<string> } {
  const child = spawn(
    process.execPath,
    [
      '--import',
      at('../../../../bench/ts-modules.mjs'),
      at('writer.ts'),
      folder,
      String(first),
      ...(count === undefined ? [] : [String(count)]),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  return { child, lines: createInterface({ input: child.stdout! }) }
}
