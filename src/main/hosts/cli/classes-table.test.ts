import { describe, expect, it } from 'vitest'
import type { Classification } from '../../../shared/classification'
import { classesTable } from './classes-table'

const token = (text: string) => ({ id: 1, text, special: false })
const tokens = [token('Where'), token(' is'), token(' Paris')]
const text: Classification = {
  device: 'cpu',
  fromStore: false,
  tokens,
  head: { at: 'classifier', classes: ['sad', 'glad'], each: false, squash: 'softmax' },
  rows: [
    [
      { score: -1.5, probability: 0.0003 },
      { score: 2.25, probability: 0.9997 },
    ],
  ],
}

describe('the table of classes', () => {
  it('has the text’s classes, the largest score first', () => {
    expect(classesTable(text, 1).split('\n')).toEqual([
      'classes of the text',
      '',
      'class   score  probability',
      'glad    2.250        1.000',
      'sad    −1.500       <0.001',
      '',
    ])
  })

  it('has no probabilities of a regression', () => {
    const numbers: Classification = {
      ...text,
      head: { ...text.head, classes: ['similarity'], squash: 'none' },
      rows: [[{ score: 0.5, probability: null }]],
    }
    expect(classesTable(numbers, 0)).toBe('classes of the text\n\nclass       score\nsimilarity  0.500\n')
  })

  it('is of the traced token where each has its own, and says where an answer is likeliest', () => {
    const row = (start: number, end: number) => [
      { score: start, probability: start / 10 },
      { score: end, probability: end / 10 },
    ]
    const answer: Classification = {
      ...text,
      head: { at: 'qa_head', classes: ['start', 'end'], each: true, squash: 'positions' },
      rows: [row(1, 2), row(2, 0), row(7, 8)],
    }
    expect(classesTable(answer, 1).split('\n')).toEqual([
      'where an answer starts and ends · token @1 “·is”',
      '',
      'class  score  probability  likeliest at',
      'start  2.000        0.200  @2 “·Paris” 0.700',
      'end    0.000        0.000  @2 “·Paris” 0.800',
      '',
    ])
  })

  it('counts the classes that it has no room for', () => {
    const classes = Array.from({ length: 20 }, (_, id) => `c${id}`)
    const rows = [classes.map((_, id) => ({ score: id, probability: 0.05 }))]
    const printed = classesTable({ ...text, head: { ...text.head, classes }, rows }, 0)
    expect(printed).toMatch(/\nc19 .*\n(.*\n)+and 8 more\n$/)
  })
})
