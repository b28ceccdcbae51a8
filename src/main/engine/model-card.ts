import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { OpenedModel } from './opened-model'

/** A card is prose; a larger file is something else. */
const largestCard = 4 << 20

/**
 * The first BibTeX entry of the model's card (README.md beside it), as it stands there; null where there is no card, or none in it.
 * An entry runs from `@type{key,` to the brace that closes it.
 */
export async function bibtexOf({ files }: OpenedModel): Promise<string | null> {
  const card = await readFile(join(files.folder, 'README.md'), 'utf8').catch(() => '')
  return card.length > largestCard ? null : firstEntry(card)
}

export function firstEntry(card: string): string | null {
  for (const match of card.matchAll(/@[a-z]+\s*\{\s*[^\s,{}]+\s*,/gi)) {
    let depth = 0
    for (let at = card.indexOf('{', match.index); at < card.length; at++) {
      if (card[at] === '{') depth++
      else if (card[at] === '}' && --depth === 0) return card.slice(match.index, at + 1)
    }
  }
  return null
}
