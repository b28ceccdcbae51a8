import { expect, it } from 'vitest'
import { promptOf, textPromptOf } from './prompt'
import { usualReading as usual } from './reading'

it.each([
  [{ special: true, chat: false }, { text: 'Paris' }],
  [
    { special: false, chat: false },
    { text: 'Paris', special: false },
  ],
  [
    { special: true, chat: true },
    { text: 'Paris', chat: true },
  ],
  [
    { special: false, chat: true },
    { text: 'Paris', chat: true },
  ],
])('a sentence that is read as %j is asked as %j, so that equal tokens have one question', (reading, prompt) => {
  expect(
    textPromptOf({ encoder: null, givenStates: false, asked: [] }, 'Paris', {
      ...usual,
      ...reading,
      said: 'never mind',
    }),
  ).toEqual(prompt)
})

const encoder = { layers: 2, heads: 4, dHead: 6, dMlp: 18, vocabulary: 53, context: 512, start: 0 }

it.each([
  [usual, { text: 'Paris' }],
  [
    { ...usual, said: 'Paris est' },
    { text: 'Paris', decoder: { text: 'Paris est' } },
  ],
  [
    { ...usual, special: false, said: 'est' },
    { text: 'Paris', special: false, decoder: { text: 'est', special: false } },
  ],
])('a sentence for an encoder–decoder, read as %j, is asked as %j', (reading, prompt) => {
  expect(textPromptOf({ encoder, givenStates: false, asked: [] }, 'Paris', reading)).toEqual(prompt)
})

it('ids of two texts are each held to the vocabulary of their side', () => {
  const model = { encoder, tokenizerMissing: 'none', vocabulary: 37, asked: [] as unknown[] } as Parameters<
    typeof promptOf
  >[0]
  expect(promptOf(model, '5, 50', { ...usual, said: '2 36' })).toEqual({ ids: [5, 50], decoder: { ids: [2, 36] } })
  expect(promptOf(model, '5', usual)).toEqual({ ids: [5] })
  expect(() => promptOf(model, '5', { ...usual, said: '37' })).toThrow()
})

it('states go along where the model’s decoder reads some, and nowhere else', () => {
  const reading = { ...usual, states: ' ~/heard.safetensors ' }
  const whisper = { encoder: null, givenStates: true, asked: [] }
  expect(textPromptOf(whisper, 'Paris', reading)).toEqual({ text: 'Paris', states: '~/heard.safetensors' })
  expect(textPromptOf(whisper, 'Paris', usual)).toEqual({ text: 'Paris' })
  expect(textPromptOf({ ...whisper, givenStates: false, asked: [] }, 'Paris', reading)).toEqual({ text: 'Paris' })
})

it('numbers for inputs of no known use go along where the model asks for them, as a list or by their file', () => {
  const gain = { name: 'gain', dtype: 'FLOAT', shape: [2] }
  const model = { encoder: null, givenStates: false, asked: [gain] }
  const typed = (text: string) => textPromptOf(model, 'Paris', { ...usual, inputs: { gain: text, other: '7' } })
  expect(typed('1, -0.5')).toEqual({ text: 'Paris', inputs: { gain: { numbers: [1, -0.5], shape: null } } })
  expect(typed(' ~/gain.safetensors')).toEqual({ text: 'Paris', inputs: { gain: { file: '~/gain.safetensors' } } })
  expect(typed(' ')).toEqual({ text: 'Paris' })
  expect(() => typed('one')).toThrow(
    'What is typed for the input gain is no list of numbers, and no safetensors file (at input gain). Type FLOAT [2]:',
  )
})
