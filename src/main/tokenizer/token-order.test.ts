import { expect, it } from 'vitest'
import { tokenOrder } from './token-order'
import type { TokenizerJson } from './tokenizer-json'

const around = { added_tokens: [], normalizer: null, pre_tokenizer: null, post_processor: null, decoder: null }
const of = (model: object) => ({ ...around, model }) as unknown as TokenizerJson

it('of merges is by the first merge that makes each, without letters and bytes', () => {
  const vocab = { a: 0, b: 1, abb: 2, ab: 3, ba: 4 }
  const merges = ['a b', 'x y', 'ab b', 'b a', 'a bb']
  const order = tokenOrder(of({ type: 'BPE', vocab, merges }), null)!
  expect(order.from).toBe('merges')
  expect([...order.ranks].sort(([a], [b]) => a - b)).toEqual([
    [2, 1],
    [3, 0],
    [4, 2],
  ])
})

it('is the same from ranks of pairs, as GGUF files have them', () => {
  const tokens = ['a', 'b', 'abb', 'ab', 'ba']
  const ranks = new Map([
    ['a b', 5],
    ['ab b', 9],
    ['b a', 11],
  ])
  const tables = {
    tokens,
    ids: new Map(tokens.map((token, id) => [token, id])),
    ranks: (left: string, right: string) => ranks.get(`${left} ${right}`),
  }
  const order = tokenOrder(of({ type: 'BPE', vocab: {}, merges: [] }), tables)!
  expect([...order.ranks].sort(([a], [b]) => a - b)).toEqual([
    [2, 1],
    [3, 0],
    [4, 2],
  ])
})

it('of scores is by these, without the unknown token’s', () => {
  const vocab = [
    ['<unk>', 0],
    ['a', -3],
    ['the', -1],
    ['b', -3],
  ]
  const order = tokenOrder(of({ type: 'Unigram', vocab, unk_id: 0 }), null)!
  expect(order.from).toBe('scores')
  expect([...order.ranks]).toEqual([
    [2, 0],
    [1, 1],
    [3, 2],
  ])
})

it('is none where a tokenizer keeps neither', () => {
  expect(tokenOrder(of({ type: 'WordPiece', vocab: { a: 0 }, unk_token: '[UNK]' }), null)).toBeNull()
})
