import { expect, it } from 'vitest'
import { textPromptOf } from './prompt'

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
  expect(textPromptOf('Paris', reading)).toEqual(prompt)
})
