import type { Templates } from '../../shared/model-info'

/** How a sentence becomes tokens, and what stands beside it. */
export interface Reading {
  /** With what the tokenizer's template adds. In a chat the chat's template counts alone. */
  readonly special: boolean
  /** As one message of a user in the model's chat template, with what asks for the answer. */
  readonly chat: boolean
  /**
   * What an encoder–decoder's decoder has said so far, where the sentence is its encoder's: words, or ids where no tokenizer lies
   * beside the weights. Empty for the token that it begins with.
   */
  readonly said: string
  /** The path of the file with the states that a decoder reads where its encoder is not computed (Whisper); else empty. */
  readonly states: string
  /** What is typed for the inputs of an ONNX graph whose use is not known, by their names; none is empty. */
  readonly inputs: Readonly<Record<string, string>>
}

/** How a sentence is read until a person wants it otherwise. */
export const usualReading: Reading = { special: true, chat: false, said: '', states: '', inputs: {} }

export function isSameReading(one: Reading, other: Reading): boolean {
  return (
    one.special === other.special &&
    one.chat === other.chat &&
    one.said === other.said &&
    one.states === other.states &&
    inputsText(one.inputs) === inputsText(other.inputs)
  )
}

/** The typed numbers of inputs as one text, whatever the order in which they were typed. */
export function inputsText(inputs: Reading['inputs']): string {
  const typed = Object.entries(inputs).filter(([, text]) => text.trim() !== '')
  if (typed.length === 0) return ''
  return JSON.stringify(Object.fromEntries(typed.sort(([name], [other]) => (name < other ? -1 : 1))))
}

/** Reads what anyone may have written; null where it is nothing of the kind. */
export function readInputsText(text: string): Reading['inputs'] | null {
  if (text === '') return {}
  try {
    const read: unknown = JSON.parse(text)
    if (typeof read !== 'object' || read === null || Array.isArray(read)) return null
    const entries = Object.entries(read)
    return entries.every(([, value]) => typeof value === 'string') ? Object.fromEntries(entries) : null
  } catch {
    return null
  }
}

/**
 * Which of the two ways to read can be switched now: those that the model has a template for. One that is on can be turned off,
 * also where the model turns out to have none.
 */
export function switchable(templates: Templates | null, { special, chat }: Reading): Templates {
  return { special: (templates?.special === true || !special) && !chat, chat: templates?.chat === true || chat }
}
