import { Fault } from '../../shared/fault'
import { type ChatTemplate, type ChatTemplateSource, chatTemplate, configuredTemplate } from './chat-template'
import { readText } from './read-json'
import { readSpecialTokens } from './read-special-tokens'
import type { TokenizerConfigJson } from './tokenizer-json'

export interface ChatTemplateFiles {
  readonly tokenizerConfigFile: string | null
  readonly chatTemplateFile: string | null
  readonly specialTokensFile: string | null
}

/**
 * The model's chat template, from where transformers looks for it: `chat_template.jinja`, or else the tokenizer's config. Null
 * where neither has one. What is wrong with it is a fault of those alone who apply it.
 */
export async function readChatTemplate(
  files: ChatTemplateFiles,
  config: TokenizerConfigJson | null,
): Promise<ChatTemplate | null> {
  try {
    const source = await sourceIn(files, config)
    return source && chatTemplate(source, await readSpecialTokens(files, config))
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    return () => {
      throw error
    }
  }
}

async function sourceIn(
  { tokenizerConfigFile, chatTemplateFile: file }: ChatTemplateFiles,
  config: TokenizerConfigJson | null,
): Promise<ChatTemplateSource | null> {
  if (file !== null) return { file, place: undefined, text: await readText(file, 'The chat template') }
  return config && tokenizerConfigFile !== null ? configuredTemplate(config.chat_template, tokenizerConfigFile) : null
}
