import { createElement } from 'react'
import { Fault } from '../../../shared/fault'
import { LensFigure } from '../../../shared/figures/lens-figure'
import { NextWordsFigure } from '../../../shared/figures/lens-next-words-figure'
import type { LensSpec, NextWordsSpec } from '../../../shared/figures/lens-spec'
import { predictWords } from '../predict'
import type { Draw } from './figure'

/** A row of the table for each cell of the map. */
export const drawLens: Draw<LensSpec> = async (tools, { spec, ...request }, options) => {
  const prediction = await predictWords(tools, { ...request, watch: spec.watch }, options)
  const header = ['tap', 'layer', 'position', 'token', 'word', 'probability']
  const watched = prediction.watched ? ['watched', 'watched_probability', 'watched_rank'] : []
  const rows = prediction.layers.flatMap(({ tap, layer, cells }) =>
    cells.map(({ words, watched: standing }, position) => [
      ...[
        tap,
        layer,
        prediction.first + position,
        prediction.tokens[position]!.text,
        words[0]!.text,
        words[0]!.probability,
      ],
      ...(standing && prediction.watched ? [prediction.watched.text, standing.probability, standing.rank] : []),
    ]),
  )
  return {
    element: createElement(LensFigure, { spec, prediction }),
    table: [[...header, ...watched], ...rows],
    json: prediction,
    tokens: prediction.tokens,
    name: 'lens',
  }
}

export const drawNextWords: Draw<NextWordsSpec> = async (tools, { spec, ...request }, options) => {
  const prediction = await predictWords(tools, { ...request, watch: null }, options)
  const { first } = prediction
  const at = prediction.positions[spec.position - first]
  if (!at) {
    throw Fault.input(`Position ${spec.position} is not in the prompt`, {
      remedy: `Choose one from ${first} to ${first + prediction.tokens.length - 1}.`,
    })
  }
  const rows = at.words.map(({ id, text, probability }, index) => [index, id, text, probability])
  return {
    element: createElement(NextWordsFigure, { spec, prediction }),
    table: [['rank', 'id', 'word', 'probability'], ...rows],
    json: at,
    tokens: prediction.tokens,
    name: `next-after-${prediction.tokens[spec.position - first]!.text}`,
  }
}
