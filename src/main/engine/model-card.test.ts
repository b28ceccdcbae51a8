import { cpSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { NextWordsSpec } from '../../shared/figures/lens-spec'
import { firstEntry } from './model-card'
import { answerOf, startEngine, temporaryFolder } from './testing/engine-client'

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

describe('the caption of a figure', () => {
  const entry = ['@misc{tiny2024,', '  title = {Tiny {M}odels},', '  author = {Doe, Jane},', '  year = 2024', '}']

  it('has the entry of the card line for line, and none for a model without a card or with a card that has none', async () => {
    const folder = await temporaryFolder()
    const { engine, client } = await startEngine(join(folder, 'data'))
    onTestFinished(() => engine.close())
    const path = join(folder, 'tiny')
    cpSync(resolve('fixtures/models/gpt2-tiny'), path, { recursive: true })
    const bibtex = async () => {
      const { name, fingerprint } = await client.model.inspect({ path })
      const paper = { version: 1, model: { name, fingerprint }, theme: 'light', width: 600, height: 300 } as const
      const spec: NextWordsSpec = { ...paper, kind: 'next-words', prompt: { text: 'The Tower' }, position: 1 }
      const { answer } = await answerOf(client.export.caption({ path, device: 'cpu', spec }))
      return answer.bibtex
    }
    expect(await bibtex()).toBeNull()
    writeFileSync(join(path, 'README.md'), '# Tiny\n\nWrite to jane@example.org {she answers}.\n')
    expect(await bibtex()).toBeNull()
    writeFileSync(join(path, 'README.md'), ['# Tiny', '', '```bibtex', ...entry, '```', ''].join('\n'))
    expect((await bibtex())!.split('\n')).toEqual(entry)
  })
})
