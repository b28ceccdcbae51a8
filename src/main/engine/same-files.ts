import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'

/** Whether two folders hold the same files, by name, size and content. Neither needs to exist or to be a folder. */
export async function sameFiles(one: string, other: string): Promise<boolean> {
  const [names, others] = await Promise.all([namesIn(one), namesIn(other)])
  if (names === null || others === null || names.join('/') !== others.join('/')) return false
  const pairs = names.map((name) => [join(one, name), join(other, name)] as const)
  for (const [a, b] of pairs) if ((await sizeOf(a)) !== (await sizeOf(b))) return false
  for (const [a, b] of pairs) if ((await hashOf(a)) !== (await hashOf(b))) return false
  return true
}

async function namesIn(folder: string): Promise<string[] | null> {
  const names = await readdir(folder).catch(() => null)
  return names?.sort() ?? null
}

/** In bytes; for what is no file, a value that equals no other. */
async function sizeOf(path: string): Promise<number> {
  const there = await stat(path)
  return there.isFile() ? there.size : Number.NaN
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash)
  return hash.digest('hex')
}
