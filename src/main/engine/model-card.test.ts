import { describe, expect, it } from 'vitest'
import { firstEntry } from './model-card'

describe('the BibTeX entry of a model card', () => {
  it('runs to the brace that closes it, whatever braces are within', () => {
    const entry = '@article{radford2019,\n  title={Language {M}odels},\n  author={Radford, Alec}\n}'
    expect(firstEntry(`# GPT-2\n\n\`\`\`bibtex\n${entry}\n\`\`\`\nmore {text}`)).toBe(entry)
  })

  it('is the first of several, and none where braces never close or nothing is an entry', () => {
    expect(firstEntry('@misc{a, x={1}}\n@misc{b, x={2}}')).toBe('@misc{a, x={1}}')
    expect(firstEntry('@misc{a, x={1}')).toBeNull()
    expect(firstEntry('mail me@example.org {x}')).toBeNull()
  })
})
