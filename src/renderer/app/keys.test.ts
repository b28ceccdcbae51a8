import { describe, expect, it } from 'vitest'
import { keyName } from './keys'

const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false }

describe('the name of a key press', () => {
  it('is the same for Ctrl and for Cmd', () => {
    expect(keyName({ ...none, key: 'k', ctrlKey: true })).toBe('Mod+K')
    expect(keyName({ ...none, key: 'k', metaKey: true })).toBe('Mod+K')
  })

  it('does not depend on caps lock', () => {
    expect(keyName({ ...none, key: 'o' })).toBe(keyName({ ...none, key: 'O', shiftKey: true }))
  })

  it('is a word for the space bar and for keys without a letter', () => {
    expect(keyName({ ...none, key: ' ' })).toBe('Space')
    expect(keyName({ ...none, key: 'ArrowLeft' })).toBe('ArrowLeft')
    expect(keyName({ ...none, key: '?', shiftKey: true })).toBe('?')
  })
})
