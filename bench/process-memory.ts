import { readFileSync } from 'node:fs'

/** Bytes, as Linux accounts for them. */
export interface ProcessMemory {
  /** Pages that hold something, each once: sessions map the same weights several times over, and RSS counts every mapping. */
  readonly used: number
  /** Those of them that no file backs. */
  readonly anonymous: number
}

export function memoryOf(pid: number): ProcessMemory {
  const account = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
  const bytes = (field: string) => 1024 * Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(account)![1])
  return { used: bytes('Pss'), anonymous: bytes('Pss_Anon') }
}

/** Looks at a process every few milliseconds and keeps the most that it used; `peak` looks once more. */
export function watchMemory(pid: number): { peak(): number; stop(): void } {
  let most = 0
  const look = () => {
    most = Math.max(most, memoryOf(pid).used)
  }
  const timer = setInterval(look, 10)
  return {
    peak() {
      look()
      return most
    },
    stop: () => clearInterval(timer),
  }
}
