import { readdirSync, readFileSync, renameSync, rmSync, watch, writeFileSync } from 'node:fs'
import { join } from 'node:path'

interface Said {
  readonly words: string[]
  readonly folder: string
  readonly data: object
}

/** One program a profile: a file with the number of the process that holds it; another leaves its words beside it. */
export function lockProfile(profile: string, data: object, onSaid: (said: Said) => void): boolean {
  const lock = join(profile, 'standin.lock')
  if (!take(lock)) {
    const said: Said = { words: process.argv, folder: process.cwd(), data }
    const note = join(profile, `standin-${process.pid}`)
    writeFileSync(note, JSON.stringify(said))
    // Whole at once: the holder looks as soon as the name is there.
    renameSync(note, `${note}.said`)
    return false
  }
  const read = () => {
    for (const name of readdirSync(profile)) {
      if (!name.endsWith('.said')) continue
      const path = join(profile, name)
      const said = JSON.parse(readFileSync(path, 'utf8'))
      rmSync(path)
      onSaid(said)
    }
  }
  watch(profile, { persistent: false }, read)
  process.on('exit', () => rmSync(lock, { force: true }))
  return true
}

function take(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' })
    return true
  } catch {
    if (lives(Number(readFileSync(lock, 'utf8')))) return false
    rmSync(lock)
    return take(lock)
  }
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
