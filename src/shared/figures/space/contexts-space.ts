import type { Viewport } from '../camera'
import { contextsTitle } from '../contexts-figure'
import { frameContexts, markSize, pathWidth } from '../contexts-layout'
import { letterName, type ShownContexts, snippetOf } from '../contexts-shown'
import type { ContextsSpec } from '../contexts-spec'
import { type FigureColours, figureColours } from '../theme'
import { stationName } from '../trajectory-layout'
import { axesGroup, type FigureSpace, pixelsPerUnit, type SpaceGroup, type SpaceMark, wordsGroup } from './figure-space'

/** Several paths in one basis as things in space. `picture` is the part of the figure that shows them. */
export function contextsSpace(
  { camera, theme }: Pick<ContextsSpec, 'camera' | 'theme'>,
  shown: ShownContexts,
  picture: Viewport,
): FigureSpace {
  const colours = figureColours[theme]
  const framed = frameContexts(shown)
  return {
    name: contextsTitle(shown),
    frame: framed.frame,
    camera,
    aspect: picture.width / picture.height,
    pixelsPerUnit: pixelsPerUnit(camera, picture),
    groups: [
      axesGroup(framed, [], camera, shown.contexts.basis, colours),
      ...shown.letters.map((_, context) => pathGroup(shown, context, colours)),
      wordsGroup(framed.words, new Set(), colours),
    ],
  }
}

function pathGroup(shown: ShownContexts, context: number, colours: FigureColours): SpaceGroup {
  const { contexts, letters, active } = shown
  const { path } = contexts.contexts[context]!
  const letter = letters[context]!
  const colour = colours.contexts[letter]!
  const last = path.length - 1
  const marks = contexts.stations.map(
    (step, station): SpaceMark => ({
      name: `${letterName(letter)} ${stationName(step)}`,
      at: path[station]!,
      shape: station > 0 && station < last && step.kind === 'mlp' ? 'cube' : 'ball',
      radius: station === 0 ? markSize.start : station === last ? markSize.end : markSize.station,
      colour,
      facts: { station, layer: step.layer, kind: step.kind },
    }),
  )
  const sticks = contexts.stations.slice(1).map((step, before) => ({
    name: `${letterName(letter)} step by ${stationName(step)}`,
    from: path[before]!,
    to: path[before + 1]!,
    radius: (context === active ? pathWidth.active : pathWidth.other) / 2,
    head: false,
    colour,
    facts: { station: before + 1 },
  }))
  return { name: `path ${letterName(letter)}: ${snippetOf(shown, context)}`, marks, sticks, lines: [] }
}
