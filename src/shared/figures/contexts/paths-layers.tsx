import type { JSX } from 'react'
import type { ContextsLayout } from '../contexts-layout'
import { HeadingLayer } from '../film/heading-layer'
import type { FigureColours } from '../theme'
import { AxesLayer, FloorLayer } from '../trajectory/axes-layer'
import { CaptionLayer } from '../trajectory/caption-layer'
import { LabelsLayer } from '../trajectory/labels-layer'
import { WordsLayer } from '../trajectory/words-layer'
import { ContextPathsLayer, EndBadges } from './paths-layer'

/** Several paths in one picture, as figures print them: everything from the floor to the caption, the lowest first. */
export function PathsLayers({ layout, colours }: { layout: ContextsLayout; colours: FigureColours }): JSX.Element {
  const background = colours.paper
  return (
    <>
      <FloorLayer layout={layout} colours={colours} />
      <AxesLayer layout={layout} colours={colours} />
      <WordsLayer layout={layout} colours={colours} />
      <ContextPathsLayer layout={layout} colours={colours} background={background} />
      <LabelsLayer labels={layout.labels} colours={colours} background={background} />
      <EndBadges layout={layout} colours={colours} />
      <HeadingLayer heading={layout.heading} colours={colours} />
      <CaptionLayer caption={layout.caption} colours={colours} background={background} />
    </>
  )
}
