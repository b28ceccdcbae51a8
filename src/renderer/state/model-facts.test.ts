import { describe, expect, it } from 'vitest'
import type { ModelInfo } from '../../shared/model-info'
import { modelFacts } from './model-facts'

const model: ModelInfo = {
  path: '/m',
  name: 'm',
  format: 'Hugging Face folder',
  family: 'llama',
  kind: 'decoder',
  layers: 30,
  heads: 9,
  keyHeads: 3,
  dModel: 576,
  dHead: 64,
  dMlp: 1536,
  vocabulary: 49_152,
  context: 8192,
  parameters: 134_515_008,
  dtype: 'BF16',
  about: [],
  bytes: 269_060_552,
  files: 1,
  fourBits: null,
  fingerprint: 'ab'.repeat(32),
  encoder: null,
  givenStates: false,
  asked: [],
  reads: null,
  tiedEmbeddings: true,
  languageModel: true,
  taskHead: null,
  finalNorm: true,
  tokenizerMissing: null,
  hookPoints: 514,
  unused: [],
}

function value(info: ModelInfo, label: string): string | undefined {
  return modelFacts(info)
    .flatMap((group) => group.facts)
    .find((fact) => fact.label === label)?.value
}

describe('the facts about a model', () => {
  it('name the key heads only where they differ from the heads', () => {
    expect(value(model, 'Heads')).toBe('9 (3 key)')
    expect(value({ ...model, keyHeads: 9 }, 'Heads')).toBe('9')
  })

  it('tell a tied unembedding from one of its own and from none', () => {
    expect(value(model, 'Unembedding')).toBe('tied')
    expect(value({ ...model, tiedEmbeddings: false }, 'Unembedding')).toBe('of its own')
    expect(value({ ...model, languageModel: false }, 'Unembedding')).toBe('none')
  })

  it('name the classes of a model that scores some', () => {
    expect(value(model, 'Task head')).toBeUndefined()
    const taskHead = { at: 'classifier', classes: ['a', 'b', 'c', 'd'], each: true, squash: 'softmax' } as const
    expect(value({ ...model, taskHead: { ...taskHead, classes: [...taskHead.classes] } }, 'Task head')).toBe(
      'a, b, c and 1 more',
    )
  })

  it('name the weights that nothing here reads, where there are any', () => {
    expect(value(model, 'Not used')).toBeUndefined()
    expect(value({ ...model, unused: ['pooler.dense'] }, 'Not used')).toBe('pooler.dense')
    expect(value({ ...model, unused: ['a', 'b', 'c', 'd'] }, 'Not used')).toBe('a, b and 2 more')
  })

  it('tell which weights stay in four bits, and what becomes of the other quantised ones', () => {
    expect(value(model, 'In four bits')).toBeUndefined()
    const fourBits = { matrices: 210, bytes: 8e7, bytesAsF32: 4.25e8, plain: [{ count: 1, why: 'outside the blocks' }] }
    const fact = modelFacts({ ...model, fourBits })
      .flatMap(({ facts }) => facts)
      .find(({ label }) => label === 'In four bits')
    expect(fact?.value).toBe('210 matrices')
    expect(fact?.meaning).toBe(
      'On the CPU these stay as they lie and take 80 MB instead of 425 MB. As plain numbers: 1 outside the blocks.',
    )
  })

  it('give sizes in the units of the field', () => {
    expect(value(model, 'Parameters')).toBe('135 M')
    expect(value(model, 'Size')).toBe('269 MB')
    expect(value(model, 'Vocabulary')).toBe('49,152')
  })

  it('begin with what a file says of itself, where it says anything', () => {
    const titles = (about: ModelInfo['about']) => modelFacts({ ...model, about }).map(({ title }) => title)
    expect(titles([])).not.toContain('What the file says')
    const about = [{ label: 'Licence', value: 'apache-2.0' }]
    expect(modelFacts({ ...model, about }).at(0)).toEqual({
      title: 'What the file says',
      facts: [{ label: 'Licence', value: 'apache-2.0', meaning: '' }],
    })
  })
})
