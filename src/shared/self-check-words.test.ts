import { describe, expect, it } from 'vitest'
import type { MeasuredLoss, SelfCheck } from './self-check'
import { checkRows, wholeMark } from './self-check-words'

const loss: MeasuredLoss = {
  kind: 'measured',
  about: 'next',
  text: 'english',
  nats: 3.281,
  bitsPerByte: 1.0389,
  uniformNats: 10.8027,
  trainedBitsPerByte: 1.4,
  tokens: 202,
  verdict: 'trained',
}

const check: SelfCheck = {
  model: { name: 'smol', fingerprint: 'f1' },
  device: 'cpu',
  milliseconds: 4000,
  loss,
  finite: { values: 1234567, place: null },
  sums: [
    { kind: 'measured', part: 'stream', error: 0, bound: 1e-5, place: 'blocks.29.hook_resid_post' },
    { kind: 'measured', part: 'heads', error: 3.71e-7, bound: 2e-3, place: 'blocks.7.hook_attn_out' },
    { kind: 'none', part: 'logits', reason: 'It has no logits.' },
  ],
}

const rowOf = (change: Partial<SelfCheck>, title: string) =>
  checkRows({ ...check, ...change }).find((row) => row.title === title)

describe('the rows of a self-check', () => {
  it('say the loss by token and by byte, and what it is measured against', () => {
    expect(rowOf({}, 'Next-word loss')).toEqual({
      title: 'Next-word loss',
      mark: 'pass',
      value: '3.28 nats · 1.04 bits/byte',
      meaning:
        'As a trained model. On 202 tokens of plain English; trained models need at most 1.40 bits a byte, guessing evenly takes 10.80 nats a token.',
    })
  })

  it('say where a sum is farthest off, and with a minus sign how far', () => {
    expect(rowOf({}, 'Heads')).toMatchObject({ mark: 'pass', value: '4e−7 off' })
    expect(rowOf({}, 'Heads')!.meaning).toContain('2e−3 may be rounding; farthest at blocks.7.hook_attn_out.')
    expect(rowOf({}, 'Residual stream')).toMatchObject({ mark: 'pass', value: 'exact' })
    expect(rowOf({}, 'Finite values')!.value).toBe('1,234,567')
    expect(rowOf({}, 'Logits')).toMatchObject({ mark: 'none', meaning: 'It has no logits.' })
  })
})

describe('the mark of the whole', () => {
  const markOf = (change: Partial<SelfCheck>) => wholeMark(checkRows({ ...check, ...change }))

  it('is that of the worst row', () => {
    expect(markOf({})).toBe('pass')
    expect(markOf({ loss: { ...loss, verdict: 'between' } })).toBe('caution')
    expect(markOf({ loss: { ...loss, verdict: 'chance' } })).toBe('fail')
    expect(markOf({ finite: { values: 5, place: 'logits' } })).toBe('fail')
    const off = { kind: 'measured' as const, part: 'heads' as const, error: 0.1, bound: 2e-3, place: 'blocks.0' }
    expect(markOf({ loss: { ...loss, verdict: 'between' }, sums: [off] })).toBe('fail')
  })

  it('is none where nothing was measured', () => {
    expect(markOf({ loss: { kind: 'none', reason: '' }, finite: { values: 0, place: null }, sums: [] })).toBe('none')
  })
})
