import { quoted } from '../../../shared/visible-text'
import type { EngineSession } from './engine-session'
import { WrongUse } from './wrong-use'

/**
 * The token id of a word that is to be watched. Where the vocabulary has it with and without a leading space, the one with:
 * that is how it stands within a sentence.
 */
export async function chooseWatched(
  client: EngineSession['client'],
  path: string,
  word: string,
  signal: AbortSignal,
): Promise<number> {
  const found = await client.model.wordIds({ path, word }, { signal })
  const spaced = word.startsWith(' ') ? word : ` ${word}`
  const chosen = found.find(({ text }) => text === spaced) ?? found[0]
  if (chosen === undefined) {
    throw new WrongUse(`${quoted(word)} is not one token of this model’s vocabulary; watch a word that is.`)
  }
  return chosen.id
}
