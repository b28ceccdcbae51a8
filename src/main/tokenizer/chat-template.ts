import * as z from 'zod'
import { Fault } from '../../shared/fault'
import { type SandboxedTemplate, sandboxedTemplate, TemplateRefusal } from './sandboxed-template'

/** Where a chat template lies, and what it says. */
export interface ChatTemplateSource {
  readonly file: string
  /** Where in the file; undefined for a file that is nothing else. */
  readonly place: string | undefined
  readonly text: string
}

/**
 * The text of a conversation that holds one message of a user and asks for the answer, as `apply_chat_template` of
 * transformers renders it with `add_generation_prompt`. `now` is for templates that say the date. Throws an `input` fault
 * naming file and place for a template that is broken, asks for too much, or refuses the message.
 */
export type ChatTemplate = (message: string, now: Date) => string

const severalTemplates = z.array(z.looseObject({ name: z.string(), template: z.string() }))

const remedy = 'Fetch the model’s chat template again, or do without it.'

/**
 * The template in `chat_template` of a tokenizer's config, null where there is none. Of several, which lie there by name, the
 * one called default counts, as in transformers. Throws an `input` fault where none can be chosen.
 */
export function configuredTemplate(value: unknown, file: string): ChatTemplateSource | null {
  const place = 'chat_template'
  if (value === undefined || value === null) return null
  if (typeof value === 'string') return { file, place, text: value }
  const several = severalTemplates.safeParse(value)
  if (!several.success) throw Fault.input('The chat template is no text', { file, place, remedy })
  const at = several.data.findIndex(({ name }) => name === 'default')
  if (at < 0) throw Fault.input('None of the chat templates is called default', { file, place, remedy })
  return { file, place: `${place}.${at}`, text: several.data[at]!.template }
}

/** `specialTokens` are variables of the template: `bos_token` and its like. It is parsed when first used. */
export function chatTemplate(
  { file, place, text }: ChatTemplateSource,
  specialTokens: Readonly<Record<string, string>>,
): ChatTemplate {
  const at = { file, ...(place === undefined ? {} : { place }), remedy }
  const failed = (error: unknown): Fault => {
    const details = error instanceof Error ? error.message : String(error)
    const message =
      error instanceof TemplateRefusal
        ? `The chat template refuses the message: ${details}`
        : `The chat template cannot be applied: ${details}`
    return new Fault({ kind: 'input', message, ...at, details }, { cause: error })
  }
  let template: SandboxedTemplate | undefined
  return (message, now) => {
    try {
      template ??= sandboxedTemplate(text)
      const variables = {
        ...specialTokens,
        messages: [{ role: 'user', content: message }],
        tools: null,
        documents: null,
        add_generation_prompt: true,
      }
      return template(variables, now)
    } catch (error) {
      throw failed(error)
    }
  }
}
