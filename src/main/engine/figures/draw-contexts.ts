import { createElement } from 'react'
import { Fault } from '../../../shared/fault'
import { ContextsFigure, contextsPicture } from '../../../shared/figures/contexts-figure'
import { letterName } from '../../../shared/figures/contexts-shown'
import type { ContextsSpec } from '../../../shared/figures/contexts-spec'
import { pathsFilm } from '../../../shared/figures/film/paths-film'
import { contextsSpace } from '../../../shared/figures/space/contexts-space'
import { compareSentences } from '../compare-contexts'
import type { Draw } from './figure'

/** A row of the table for each station and pair of contexts, with the points of both in the one basis. */
export const drawContexts: Draw<ContextsSpec> = async (tools, { spec, model, device }, options) => {
  const { items, active, view, axes } = spec
  if (active >= items.length) {
    throw Fault.input(`The figure compares with context ${active}, and has ${items.length}`, {
      place: 'active',
      remedy: 'Make the figure again.',
    })
  }
  const contexts = await compareSentences(tools, { model, device, items, view, axes }, options)
  const letters = items.map(({ letter }) => letter)
  const rows = contexts.stations.flatMap(({ layer, kind }, station) =>
    contexts.pairs.map(({ a, b, distances, cosines }) => [
      station,
      layer,
      kind,
      letterName(letters[a]!),
      letterName(letters[b]!),
      distances[station]!,
      cosines[station]!,
      ...contexts.contexts[a]!.path[station]!,
      ...contexts.contexts[b]!.path[station]!,
    ]),
  )
  const points = (of: string) => [1, 2, 3].map((axis) => `${of}_pc${axis}`)
  const header = ['station', 'layer', 'kind', 'a', 'b', 'distance', 'cosine', ...points('a'), ...points('b')]
  const { tokens, position } = contexts.contexts[active]!
  const shown = { contexts, letters, active }
  return {
    element: createElement(ContextsFigure, { spec, shown }),
    table: [header, ...rows],
    space: contextsSpace(spec, shown, contextsPicture(spec)),
    *film(settings) {
      const at = yield* pathsFilm(spec, shown, contextsPicture, settings)
      return (frame) => createElement(ContextsFigure, { shown, ...at(frame) })
    },
    json: { letters: letters.map(letterName), ...contexts },
    tokens,
    name: `contexts-${tokens[position]!.text.trim()}`,
  }
}
