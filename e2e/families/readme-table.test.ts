import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { families } from '../../src/main/families'
import { agreementByFamily } from './agreement-of'
import { bound, familiesTable, readTable, withTable } from './readme-table'

describe('the README’s table of families', () => {
  const told = readTable(readFileSync('README.md', 'utf8'))

  it('names every family that opens, and no other', () => {
    expect([...told.keys()].sort()).toEqual(families.map(({ modelType }) => modelType).sort())
  })

  it('claims of none more agreement with PyTorch than is measured', async () => {
    for (const [type, { largest }] of await agreementByFamily()) {
      // Another processor rounds otherwise in the last bits, and sums in another order.
      expect(largest, type).toBeLessThanOrEqual(10 * Number(told.get(type)))
    }
  })
})

describe('the table', () => {
  it('rounds a difference up to one digit', () => {
    expect([0, 1.2e-5, 1e-5, 9.4e-6, 2e-6].map(bound)).toEqual(['0', '2e-5', '1e-5', '1e-5', '2e-6'])
  })

  it('is read back from the README that it was written to', () => {
    const table = familiesTable(new Map([['gpt2', { models: 2, hookPoints: 9, largest: 3.1e-6 }]]))
    const readme = withTable(
      '# T\n<!-- families: written by `node scripts/families-table.mjs` -->\n<!-- /families -->\nafter',
      table,
    )
    expect(readme).toMatch(/after$/)
    expect(readTable(readme).get('gpt2')).toBe('4e-6')
  })
})

it('the family that docs/adding-a-family.md adds is the one in the repository, word for word', () => {
  const [, example] = /```ts\n([\s\S]+?)```/.exec(readFileSync('docs/adding-a-family.md', 'utf8'))!
  expect(readFileSync('src/main/families/starcoder2.ts', 'utf8')).toContain(example!)
})
