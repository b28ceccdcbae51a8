import { type AttentionPlace, attentionPlaces } from '../../shared/attention-places'
import { Fault } from '../../shared/fault'
import { count } from '../../shared/figures/numbers'
import { mediaText } from '../../shared/media-words'
import type { ModelInfo, TokenInfo } from '../../shared/model-info'
import type { Station } from '../../shared/taps'
import type { Absent, NextWords } from '../../shared/two-models'
import { quoted } from '../../shared/visible-text'
import type { OpenedModel } from './opened-model'
import { sideOf } from './token-side'

/** Something that two models have in common, or why they have not. */
export type Shared<T> = { readonly given: T } | Absent

/** What of two models can be compared at a token. */
export interface InCommon {
  readonly stations: Shared<readonly Station[]>
  readonly patterns: Shared<readonly AttentionPlace[]>
  readonly words: Shared<NextWords['about']>
}

/** Throws an `input` fault for two models that have nothing in common. */
export function inCommon(
  model: OpenedModel,
  other: OpenedModel,
  tokens: readonly TokenInfo[],
  position: number,
): InCommon {
  demandSameTexts(model, other)
  const [a, b] = [model.info, other.info]
  const common: InCommon = {
    stations: stationsOf(model, other, tokens, position),
    patterns: patternsOf(a, b),
    words: wordsOf(a, b, tokens[position]),
  }
  const { stations, patterns, words } = common
  if ('absent' in stations && 'absent' in patterns && 'absent' in words) {
    throw nothing([stations, patterns, words].map(({ absent }) => absent).join(' '), other)
  }
  return common
}

/** Throws an `input` fault where the one reads two texts, or states, and the other does not. */
export function demandSameTexts(model: OpenedModel, other: OpenedModel): void {
  const [a, b] = [model.info, other.info]
  demandSameMedia(a, b, other)
  if ((a.kind === 'encoder-decoder') !== (b.kind === 'encoder-decoder') || a.givenStates !== b.givenStates) {
    const [two, one] = a.kind === 'encoder-decoder' ? [a, b] : [b, a]
    throw nothing(`${two.name} reads two texts and ${one.name} one`, other)
  }
}

function demandSameMedia({ reads: one }: ModelInfo, { reads: two, name }: ModelInfo, other: OpenedModel): void {
  if (one?.kind !== two?.kind)
    throw nothing(`${name} reads ${two ? mediaText(two).reads : 'a text'}, and the other does not.`, other)
  const cut = (reads: ModelInfo['reads']) =>
    reads?.kind === 'image' ? [reads.rows, reads.columns, reads.leading] : [reads?.step, reads?.leading]
  if (cut(one).join() !== cut(two).join()) throw nothing('they make other positions of a file.', other)
}

function nothing(why: string, { info }: OpenedModel): Fault {
  return Fault.input(`The two models have nothing that can be compared: ${why}`, {
    file: info.path,
    remedy: 'Choose another version of the open model: another quantisation, or one trained on from it.',
  })
}

function stationsOf(
  model: OpenedModel,
  other: OpenedModel,
  tokens: readonly TokenInfo[],
  position: number,
): InCommon['stations'] {
  const [a, b] = [model, other].map((one) => sideOf(one, tokens, position)) as [Side, Side]
  const [wide, narrow] = [a.stack.sizes.dModel, b.stack.sizes.dModel]
  if (wide !== narrow) return { absent: unequal('dimensions in the residual stream', wide, narrow) }
  if (a.stack.sizes.layers !== b.stack.sizes.layers) {
    return { absent: unequal('layers', a.stack.sizes.layers, b.stack.sizes.layers) }
  }
  const same = a.stations.every(({ tap }, at) => b.stations[at]?.tap === tap)
  return same ? { given: a.stations } : { absent: 'The parts of their blocks follow one another otherwise.' }
}

type Side = ReturnType<typeof sideOf>

function patternsOf(a: ModelInfo, b: ModelInfo): InCommon['patterns'] {
  if (a.givenStates) return { absent: 'Their decoders read states that are no tokens.' }
  const [own, theirs] = [attentionPlaces(a), attentionPlaces(b)]
  if (own.length !== theirs.length) return { absent: unequal('attentions', own.length, theirs.length) }
  const odd = own.findIndex(({ heads }, at) => theirs[at]!.heads !== heads)
  if (odd >= 0) return { absent: unequal('heads a layer', own[odd]!.heads, theirs[odd]!.heads) }
  return { given: own }
}

function wordsOf(a: ModelInfo, b: ModelInfo, token: TokenInfo | undefined): InCommon['words'] {
  if (token?.side === 'encoder') return { absent: 'An encoder says no words.' }
  const silent = [a, b].find(({ languageModel }) => !languageModel)
  if (silent) return { absent: `${silent.name} ends in vectors and says no words.` }
  if (a.vocabulary !== b.vocabulary) return { absent: unequal('words in the vocabulary', a.vocabulary, b.vocabulary) }
  if (a.kind !== b.kind) return { absent: 'One says the next word and the other the one that is hidden.' }
  return { given: a.kind === 'encoder' ? 'here' : 'next' }
}

function unequal(what: string, own: number, theirs: number): string {
  return `The one has ${count(own)} ${what} and the other ${count(theirs)}.`
}

/**
 * Throws an `input` fault where the models' tokenizers read one of the tokens otherwise: the same ids would be other words. A
 * model without a tokenizer is taken at its ids.
 */
export async function demandSameWords(
  model: OpenedModel,
  other: OpenedModel,
  tokens: readonly TokenInfo[],
): Promise<void> {
  const [own, theirs] = [await model.tokenizer(), await other.tokenizer()]
  if (!own || !theirs) return
  // A space may stand with a token or between two, by which tokenizer it is.
  const odd = tokens.find(({ id, special }) => !special && own.text(id).trim() !== theirs.text(id).trim())
  if (!odd) return
  const [here, there] = [quoted(own.text(odd.id)), quoted(theirs.text(odd.id))]
  throw Fault.input(`The token ${odd.id} is ${here} to ${model.info.name} and ${there} to ${other.info.name}`, {
    file: other.info.path,
    remedy: 'Compare models that have one tokenizer.',
  })
}
