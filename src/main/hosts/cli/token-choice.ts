import type { TokenInfo } from '../../../shared/model-info'
import { quoted, visibleText } from '../../../shared/visible-text'
import { WrongUse } from './wrong-use'

/** Of a long prompt, so many tokens are listed. */
const mostChoices = 40

/**
 * The position of the token that a person means. `@3` is a position, counted from 0 as in the tensors. Anything else is a
 * token's text, with or without its leading space, or as tables show it (`·Tower`); where several have it, `Tower#2` is the
 * second. A text that ends in `#2` itself is taken as it stands where some token has it. Throws `WrongUse` that lists the
 * choices.
 */
export function chooseToken(tokens: readonly TokenInfo[], wanted: string): number {
  const position = /^@(\d+)$/.exec(wanted)?.[1]
  if (position !== undefined) return atPosition(tokens, Number(position))

  const found = positionsOf(tokens, wanted)
  if (found.length === 1) return found[0]!
  if (found.length > 1) {
    const how = `name one by its position, as @${found[0]}, or by its count, as ${visibleText(wanted)}#1:`
    throw new WrongUse(`${quoted(wanted)} occurs ${found.length} times; ${how}`, choiceLines(tokens, found))
  }

  const [, text, occurrence] = /^(.+)#(\d+)$/s.exec(wanted) ?? []
  if (text !== undefined) {
    const all = positionsOf(tokens, text)
    const chosen = all[Number(occurrence) - 1]
    if (chosen !== undefined) return chosen
    if (all.length > 0) {
      const times = all.length === 1 ? 'once' : `${all.length} times`
      throw new WrongUse(`${quoted(text)} occurs ${times}, so there is no #${occurrence}:`, choiceLines(tokens, all))
    }
  }
  throw notFound(tokens, text ?? wanted)
}

function atPosition(tokens: readonly TokenInfo[], position: number): number {
  if (position < tokens.length) return position
  const last = `the last is @${tokens.length - 1}. The tokens are:`
  throw new WrongUse(`There is no token @${position}; ${last}`, choiceLines(tokens, everyPosition(tokens)))
}

function positionsOf(tokens: readonly TokenInfo[], wanted: string): number[] {
  const where = (fits: (text: string) => boolean) => everyPosition(tokens).filter((at) => fits(tokens[at]!.text))
  const found = where((text) => text === wanted || text === ` ${wanted}` || visibleText(text) === wanted)
  // A tokenizer without leading spaces still knows the word that was given with one.
  if (found.length > 0 || !/^ +\S/.test(wanted)) return found
  return where((text) => text === wanted.trimStart())
}

function notFound(tokens: readonly TokenInfo[], wanted: string): WrongUse {
  const holders = holdersOf(tokens, wanted)
  if (holders.length > 0) {
    return new WrongUse(`${quoted(wanted)} is not one token here; choose among:`, choiceLines(tokens, holders))
  }
  return new WrongUse(`No token reads ${quoted(wanted)}. The tokens are:`, choiceLines(tokens, everyPosition(tokens)))
}

/** Positions of the tokens that a word is spread over, or that it is a part of, whatever its case and its spaces. */
function holdersOf(tokens: readonly TokenInfo[], word: string): number[] {
  const needle = bare(word)
  if (needle === '') return []
  const owners: number[] = []
  let joined = ''
  for (const at of everyPosition(tokens)) {
    // BERT marks what goes on within a word.
    const part = bare(tokens[at]!.text.replace(/^##(?=.)/, ''))
    joined += part
    for (let count = 0; count < part.length; count++) owners.push(at)
  }
  const holders = new Set<number>()
  for (let start = joined.indexOf(needle); start >= 0; start = joined.indexOf(needle, start + 1)) {
    for (const owner of owners.slice(start, start + needle.length)) holders.add(owner)
  }
  return [...holders]
}

function bare(text: string): string {
  return text.toLowerCase().replace(/\s/g, '')
}

function choiceLines(tokens: readonly TokenInfo[], positions: readonly number[]): string[] {
  const shown = positions.slice(0, mostChoices)
  const width = `@${shown.at(-1) ?? 0}`.length
  const lines = shown.map((at) => {
    const { text, special, side } = tokens[at]!
    return `  ${`@${at}`.padEnd(width)}  ${quoted(text)}${special ? '  special' : ''}${side ? `  ${side}` : ''}`
  })
  const more = positions.length - shown.length
  return more > 0 ? [...lines, `  and ${more} more`] : lines
}

function everyPosition(tokens: readonly TokenInfo[]): number[] {
  return tokens.map((_, at) => at)
}
