import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { partialName, removeLeftovers } from './dropped-leftovers'

let dropped: string
beforeEach(() => {
  dropped = mkdtempSync(join(tmpdir(), 'tokentrace-leftovers-'))
})
afterEach(() => {
  rmSync(dropped, { recursive: true })
})

const hour = 3600
const now = Date.now() / 1000

/** A half-copied folder whose file was written some seconds ago, the folder itself long before. */
function partial(name: string, secondsAgo: number): string {
  const folder = join(dropped, name)
  mkdirSync(folder)
  writeFileSync(join(folder, 'model.safetensors'), 'half')
  utimesSync(join(folder, 'model.safetensors'), now - secondsAgo, now - secondsAgo)
  utimesSync(folder, now - 48 * hour, now - 48 * hour)
  return name
}

it('what a process left that is gone is removed, however new it is', async () => {
  const { pid } = spawnSync(process.execPath, ['-e', ''])
  partial(`.partial-${pid}-a`, 0)
  await removeLeftovers(dropped)
  expect(readdirSync(dropped)).toEqual([])
})

it('what a living process copies is kept while something was written within a day', async () => {
  const alive = partial(`.partial-${process.ppid}-a`, 23 * hour)
  partial(`.partial-${process.ppid}-b`, 25 * hour)
  await removeLeftovers(dropped)
  expect(readdirSync(dropped)).toEqual([alive])
})

it('of an earlier process with our own number only what is older than we are is removed', async () => {
  const ours = partial(partialName('ours'), 0)
  partial(partialName('earlier'), process.uptime() + 60)
  await removeLeftovers(dropped)
  expect(readdirSync(dropped)).toEqual([ours])
})

it('a name without a process is removed, and finished copies are kept', async () => {
  partial('.partial-x', 0)
  const whole = partial('gpt2', 48 * hour)
  await removeLeftovers(dropped)
  expect(readdirSync(dropped)).toEqual([whole])
})

it('no folder yet is nothing to do', async () => {
  await removeLeftovers(join(dropped, 'not-yet'))
})
