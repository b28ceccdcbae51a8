import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from '@playwright/test'

const out = join(import.meta.dirname, '../../out/main')

/** Every package that a built entry loads as it starts, through its chunks. */
function packagesOf(entry: string, seen = new Set<string>()): string[] {
  if (seen.has(entry)) return []
  seen.add(entry)
  const code = readFileSync(entry, 'utf8')
  const names = Array.from(code.matchAll(/^(?:import|export)\b.*?["']([^"']+)["'];?$/gm), (match) => match[1]!)
  return names.flatMap((name) => (name.startsWith('.') ? packagesOf(join(dirname(entry), name), seen) : [name]))
}

for (const host of ['server.js', 'desktop.js']) {
  test(`${host} leaves native modules to the engine, whose crash it must survive`, () => {
    const entry = join(out, host)
    test.skip(!existsSync(entry), `${host} is not part of this build`)
    const packages = packagesOf(entry)
    expect(packages).toContain('@orpc/server')
    expect(packages).not.toContain('onnxruntime-node')
    expect(packages).not.toContain('better-sqlite3')
    expect(packages).not.toContain('@resvg/resvg-js')
  })
}
