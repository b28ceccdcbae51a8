import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { selfCheck } from '../../src/shared/self-check'
import { runCli } from './run-cli'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokentrace-check-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const inspect = (...args: string[]) => runCli(['--data', join(folder, 'data'), 'inspect', ...args, '--device', 'cpu'])

describe('a self-check', () => {
  it('of the shipped sample passes, line by line', async () => {
    const { code, stdout, stderr } = await inspect('sample', '--check')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^self-check +on cpu in \d+\.\d s$/m)
    expect(stdout).toMatch(/^Next-word loss +passed: \d\.\d\d nats · 0\.\d\d bits\/byte$/m)
    for (const title of ['Finite values', 'Residual stream', 'Attention weights', 'Heads', 'Logits']) {
      expect(stdout).toMatch(new RegExp(`^${title} +passed: `, 'm'))
    }
  })

  it('of random weights ends with 1 and says which part failed, after all is said', async () => {
    const { code, stdout, stderr } = await inspect('fixtures/models/gpt2-tiny', '--check', '--json')
    expect(code).toBe(1)
    expect(stderr).toBe('gpt2-tiny fails its self-check: Next-word loss. Fetch its files again, or run on the CPU.\n')
    const { check } = z.object({ check: selfCheck }).parse(JSON.parse(stdout))
    expect(check.loss).toMatchObject({ kind: 'measured', verdict: 'chance' })
    expect(check.sums.every((sum) => sum.kind === 'measured' && sum.error <= sum.bound)).toBe(true)
  })
})
