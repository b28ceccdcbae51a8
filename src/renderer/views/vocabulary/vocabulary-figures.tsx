import { useState } from 'react'
import { reshaped } from '../../../shared/figures/trajectory-cameras'
import { possibleColouring } from '../../../shared/figures/vocabulary/map-colours'
import { framedMap, isSorted, mapCamera, type ShownMap } from '../../../shared/figures/vocabulary/shown-map'
import { VocabularyFigure } from '../../../shared/figures/vocabulary-figure'
import { mostMarked, type VocabularySpec } from '../../../shared/figures/vocabulary-spec'
import type { VocabularyPath } from '../../../shared/vocabulary-map'
import { promptOf } from '../../state/prompt'
import { useSelection } from '../../state/selection'
import { useSession } from '../../state/session'
import { useShownMap } from '../../state/shown-map'
import { useMap, useMapWords, useMarkedWords, usePathOverMap, useVocabulary } from '../../state/vocabulary'
import { Setting } from '../../ui/setting'
import { Slider } from '../../ui/slider'
import type { FigureOffer, Paper, ViewFigure } from '../../ui/view'

/** All words as the window shows them: the same map, under the same camera. */
export const vocabularyFigure: ViewFigure = {
  kind: 'vocabulary',
  title: 'Map of words',
  ofRun: false,
  use: useVocabularyFigure,
}

/** In a preview, dots of the points' image to a CSS pixel. */
const previewDots = 1.5

function useVocabularyFigure(): FigureOffer | null {
  const words = useMapWords(true).answer
  const look = useMap(true)
  const map = look.stale ? null : look.answer
  const flat = useVocabulary((vocabulary) => vocabulary.flat)
  const shown = useShownMap(words, map, flat)
  const pathLook = usePathOverMap(true)
  const path = pathLook.stale ? null : pathLook.answer
  const [labels, setLabels] = useState(useVocabulary.getState().labels)
  const { marked } = useMarkedWords(words, true)
  if (!shown || !isSorted(shown)) return null
  const spec = (paper: Paper) => specOf(shown, paper, { labels, marked, path })
  return {
    spec,
    draw: (paper) => <VocabularyFigure spec={spec(paper)} shown={shown} path={path} dots={previewDots} />,
    nameParts: ['words', shown.map.question.layout.kind],
    settings: (
      <>
        <Setting label={`Words with a label, at most ${labels}`}>
          <Slider label="Words with a label" min={0} max={120} step={5} value={labels} onChange={setLabels} />
        </Setting>
        <p className="export-note">
          The camera is that of the window. Very many points are one image among vectors, so that the file can be
          opened.
        </p>
      </>
    ),
  }
}

/** The figure of what the window shows, on a paper. */
export function specOf(
  shown: ShownMap,
  paper: Paper,
  of: { readonly labels: number; readonly marked: readonly number[]; readonly path: VocabularyPath | null },
): VocabularySpec {
  const { camera, aspect, colouring, word, flat } = useVocabulary.getState()
  const { model, text, reading } = useSession.getState()
  const { position, station } = useSelection.getState()
  const { map, words } = shown
  return {
    kind: 'vocabulary',
    version: 1,
    model: { name: map.model.name, fingerprint: map.model.fingerprint },
    question: map.question,
    colouring: possibleColouring(words, colouring),
    camera: camera ? reshaped(camera, aspect, paper) : mapCamera(framedMap(shown, of.path), flat, paper),
    flat,
    labels: of.labels,
    marked: of.marked.slice(0, mostMarked),
    word,
    ...paper,
    prompt: of.path && model ? promptOf(model, text, reading) : null,
    position: of.path ? position : null,
    station: of.path ? station : null,
  }
}
