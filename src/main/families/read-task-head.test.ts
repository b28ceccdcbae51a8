import { describe, expect, it } from 'vitest'
import type { Fault } from '../../shared/fault'
import type { Architecture, TaskHead } from './architecture'
import { readArchitecture } from './read-architecture'
import { checkpointOf, fixture } from './testing/checkpoints'

function headOf(name: string, change: Record<string, unknown> = {}): TaskHead | null {
  return changed(name, change).taskHead
}

function changed(name: string, change: Record<string, unknown>, without: readonly string[] = []): Architecture {
  const { tensors, config } = fixture(name)
  const left = new Map([...tensors].filter(([tensor]) => !without.includes(tensor)))
  return readArchitecture(checkpointOf(left, { ...config, ...change }))
}

const entities = ['O', 'B-PER', 'I-PER', 'B-LOC', 'I-LOC']

describe('a task head', () => {
  it.each([
    ['bert-tiny-classifier', { reads: 'pooler', classes: ['sad', 'glad', 'neither'], squash: 'sigmoid' }],
    ['bert-tiny-tokens', { reads: 'each', classes: entities, squash: 'softmax' }],
    ['bert-tiny-regression', { reads: 'pooler', classes: ['similarity'], squash: 'none' }],
    ['bert-tiny-pretraining', { at: 'nsp_head', reads: 'pooler', squash: 'softmax' }],
    ['roberta-tiny-classifier', { reads: 'first', classes: ['LABEL_0', 'LABEL_1'], squash: 'softmax' }],
    ['distilbert-tiny-answers', { at: 'qa_head', reads: 'each', classes: ['start', 'end'], squash: 'positions' }],
    ['electra-tiny', { at: 'rtd_head', reads: 'each', classes: ['replaced'], squash: 'sigmoid' }],
    ['albert-tiny-groups', { at: 'sop_head', reads: 'pooler', squash: 'softmax' }],
    ['modernbert-tiny-mean', { reads: 'mean', squash: 'softmax' }],
    ['llama-tiny-classifier', { reads: 'last', padding: 0, classes: ['worse', 'better', 'equal'], squash: 'softmax' }],
    ['gpt2-tiny-tokens', { reads: 'each', squash: 'softmax' }],
  ] as const)('of %s is read, and none of its weights is left over', (name, head) => {
    const architecture = changed(name, {})
    expect(architecture.taskHead).toMatchObject(head)
    expect(architecture.unused).toEqual([])
  })

  it('beside one for words leaves that as it is, and where there is none but W_E there are no words', () => {
    expect(changed('bert-tiny-pretraining', {}).unembed).not.toBeNull()
    expect(changed('albert-tiny-groups', {}).unembed).not.toBeNull()
    for (const name of ['roberta-tiny-classifier', 'modernbert-tiny-classifier', 'gpt2-tiny-tokens']) {
      expect(changed(name, {}).unembed, name).toBeNull()
    }
  })

  it('is the one whose weights are there where the config does not say which task it is for', () => {
    expect(headOf('bert-tiny-classifier', { architectures: undefined })?.reads).toBe('pooler')
    expect(headOf('bert-tiny-tokens', { architectures: undefined })?.reads).toBe('each')
    expect(headOf('roberta-tiny-tokens', { architectures: undefined })?.reads).toBe('each')
    expect(headOf('llama-tiny-classifier', { architectures: undefined })?.reads).toBe('last')
  })

  it('for tokens is so also where a pooler lies beside it, and the other way round', () => {
    expect(headOf('bert-tiny-classifier', { architectures: ['BertForTokenClassification'] })?.reads).toBe('each')
  })

  it('of a task that is not known is left among the unused, and so is one that lacks its dense layer', () => {
    const unknown = changed('bert-tiny-classifier', { architectures: ['BertForSpanScoring'] })
    expect([unknown.taskHead, unknown.unused]).toEqual([null, ['classifier']])
    const torn = changed('roberta-tiny-classifier', {}, ['classifier.dense.weight', 'classifier.dense.bias'])
    expect([torn.taskHead, torn.unused]).toEqual([null, ['classifier.out_proj']])
  })

  it('of one number is a regression where the config does not say', () => {
    expect(headOf('bert-tiny-regression', { problem_type: undefined })?.squash).toBe('none')
    expect(headOf('bert-tiny-classifier', { problem_type: undefined })?.squash).toBe('softmax')
  })

  it.each([
    ['fewer classes', { 0: 'sad', 1: 'glad' }],
    ['classes with a gap between their numbers', { 0: 'sad', 1: 'glad', 7: 'neither' }],
  ])('is refused with %s in the config than the weights score', (_, id2label) => {
    try {
      headOf('bert-tiny-classifier', { id2label })
      expect.unreachable()
    } catch (error) {
      expect((error as Fault).data).toMatchObject({ kind: 'input', place: 'id2label', remedy: expect.any(String) })
    }
  })
})

describe('a pooler', () => {
  it('is read wherever it lies, and is no head by itself', () => {
    const { pooler, taskHead, unused } = changed('xlm-roberta-tiny', {})
    expect(pooler?.dense.weight.name).toBe('pooler.dense.weight')
    expect([taskHead, unused]).toEqual([null, []])
    expect(changed('albert-tiny-classifier', {}).pooler?.dense.weight.name).toBe('albert.pooler.weight')
    expect(changed('roberta-tiny', {}).pooler).toBeNull()
  })
})
