/** How a sentence becomes tokens. */
export interface Reading {
  /** With what the tokenizer's template adds. In a chat the chat's template counts alone. */
  readonly special: boolean
  /** As one message of a user in the model's chat template, with what asks for the answer. */
  readonly chat: boolean
}

/** How a sentence is read until a person wants it otherwise. */
export const usualReading: Reading = { special: true, chat: false }

export function isSameReading(one: Reading, other: Reading): boolean {
  return one.special === other.special && one.chat === other.chat
}
