import { describe, expect, it } from 'vitest'
import { takeToken } from './token'

function tab(hash: string, kept: string | null = null) {
  let item = kept
  const shown: string[] = []
  const place = { hash, pathname: '/', search: '?view=1' }
  const history = { replaceState: (_: unknown, __: string, url: string) => shown.push(url) }
  const storage = { getItem: () => item, setItem: (_: string, value: string) => (item = value) }
  return { take: () => takeToken(place, history as never, storage as never), shown, kept: () => item }
}

describe('the token', () => {
  it('is taken out of the address and kept for reloads of the tab', () => {
    const { take, shown, kept } = tab('#token=abc-_1')
    expect(take()).toBe('abc-_1')
    expect(shown).toEqual(['/?view=1'])
    expect(kept()).toBe('abc-_1')
  })

  it('of a new address wins over the one that was kept', () => {
    expect(tab('#token=new', 'old').take()).toBe('new')
  })

  it('is found again after a reload', () => {
    expect(tab('', 'old').take()).toBe('old')
  })

  it('is null on a page that never had one', () => {
    expect(tab('').take()).toBeNull()
  })
})
