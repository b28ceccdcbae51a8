import { describe, expect, it } from 'vitest'
import { describeSelection, stationName } from './station-names'

const tokens = [{ text: 'The' }, { text: ' Tower' }]

describe('the words for a selection', () => {
  it('name layer, kind and token', () => {
    expect(describeSelection(tokens, 1, { layer: 8, kind: 'attention' })).toBe(
      'L8 · attention · “·Tower” at position 1',
    )
  })

  it('leave out the station when none is selected', () => {
    expect(describeSelection(tokens, 1, null)).toBe('“·Tower” at position 1')
  })

  it('say that nothing is selected, also when the token is gone', () => {
    expect(describeSelection(tokens, null, null)).toBe('Nothing selected')
    expect(describeSelection(tokens, 9, null)).toBe('Nothing selected')
  })

  it('call the first station by its name and not by a layer', () => {
    expect(stationName({ layer: -1, kind: 'embed' })).toBe('embedding')
    expect(describeSelection(tokens, 0, { layer: -1, kind: 'embed' })).toBe('embedding · “The” at position 0')
  })
})
