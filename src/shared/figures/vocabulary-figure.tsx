import type { JSX } from 'react'
import type { VocabularyPath } from '../vocabulary-map'
import { FigureSheet } from './figure-sheet'
import { coordinate, count, percent } from './numbers'
import { figureColours } from './theme'
import { AxesLayer, FloorLayer } from './trajectory/axes-layer'
import { CaptionLayer } from './trajectory/caption-layer'
import { LabelsLayer } from './trajectory/labels-layer'
import { PathLayer } from './trajectory/path-layer'
import { svgLine } from './trajectory/svg'
import { KeyLayer } from './vocabulary/key-layer'
import { type MapKey, mapColours } from './vocabulary/map-colours'
import { layoutMap, layoutText, namedRadius } from './vocabulary/map-layout'
import { PointsLayer } from './vocabulary/points-layer'
import type { ShownMap, SortedMap } from './vocabulary/shown-map'
import type { VocabularySpec } from './vocabulary-spec'
import { legible, plainWord } from './words'

export interface VocabularyFigureProps {
  readonly spec: VocabularySpec
  readonly shown: SortedMap
  readonly path: VocabularyPath | null
  /** Dots of the points' image to a CSS pixel, where they are one; for paper where it is left out. */
  readonly dots?: number
}

export const linkWidth = 1.2

/** All words of a model as a drawing; from the back: floor, axes, words, lines to neighbours, the path, labels, key, caption. */
export function VocabularyFigure({ spec, shown, path, dots }: VocabularyFigureProps): JSX.Element {
  const colours = figureColours[spec.theme]
  const tints = mapColours(shown.words, shown.map, spec.colouring, spec.theme)
  const layout = layoutMap(shown, { ...spec, path, colours: tints.key })
  const background = colours.paper
  return (
    <FigureSheet spec={spec} title={vocabularyTitle(shown)} description={vocabularyDescription(shown, tints.key, path)}>
      <rect id="background" width={spec.width} height={spec.height} fill={background} />
      <FloorLayer layout={layout} colours={colours} />
      <AxesLayer layout={layout} colours={colours} />
      <PointsLayer spec={spec} shown={shown} colours={tints} dots={dots} />
      <g id="links" stroke={colours.accent} strokeWidth={linkWidth}>
        {layout.links.map((line, index) => (
          <line key={index} {...svgLine(line)} />
        ))}
      </g>
      <g id="named-words">
        {layout.named.map(({ point, x, y, marked }) => (
          <circle
            key={point}
            cx={coordinate(x)}
            cy={coordinate(y)}
            r={namedRadius}
            fill={marked ? colours.accent : colours.ink2}
          />
        ))}
      </g>
      {path && <PathLayer layout={layout} colours={colours} background={background} />}
      <LabelsLayer labels={layout.labels} colours={colours} background={background} />
      <KeyLayer layout={layout.key} colours={colours} background={background} />
      <CaptionLayer caption={layout.caption} colours={colours} background={background} />
    </FigureSheet>
  )
}

export function vocabularyTitle({ map }: ShownMap): string {
  return `${count(map.words)} words of ${legible(map.model.name)}: ${layoutText(map.question)}`
}

/** What the picture shows, in words. */
export function vocabularyDescription({ map, flat }: ShownMap, key: MapKey, path: VocabularyPath | null): string {
  const { layout } = map.question
  const axes = map.basis
    ? `The ${flat ? 'two' : 'three'} axes keep ${map.basis.shares
        .slice(0, flat ? 2 : 3)
        .map((share) => percent(share))
        .join(', ')} of the variance of all rows.`
    : layout.kind === 'umap'
      ? `UMAP over ${layout.neighbours} neighbours with a minimum distance of ${layout.minimumDistance} and seed ${layout.seed}: neighbours lie together, and distances between groups say little.`
      : ''
  const colours =
    key.kind === 'scale'
      ? `Colour: ${key.title}, from ${key.ends[0]} to ${key.ends[1]}.`
      : `Colour: ${key.title}: ${key.classes.map(({ name, words }) => `${name} (${count(words)})`).join('; ')}.`
  const token = path ? plainWord(path.tokens[path.position]?.text ?? '') : ''
  const over = path
    ? ` The path of \u201c${token}\u201d through ${path.stations.length} stations lies over them. ${path.note}`
    : ''
  return `Each point is a word, ${count(map.dModel)} numbers reduced to ${flat ? 'two' : 'three'}. ${axes} ${colours}${over}`
}
