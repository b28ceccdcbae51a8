import { useMemo, useState } from 'react'
import { count } from '../../../shared/figures/numbers'
import { similarityProps } from '../../../shared/figures/similarity-figure'
import { mostCkaTexts, type Similarity } from '../../../shared/similarity'
import { linesOf, useSimilarityChoices } from '../../state/similarity'
import { Button } from '../../ui/button'
import { Segmented } from '../../ui/segmented'
import { MapPicture } from './map-picture'

const estimates = [
  { value: 'debiased', label: 'Debiased', hint: 'HSIC estimated without bias (Song et al. 2012)' },
  { value: 'biased', label: 'Plain', hint: 'As Kornblith et al. 2019 define it; few tokens make it too large' },
] as const

/** A row of the map in pixels, within these bounds of the whole. */
const mapHeights = { row: 22, least: 220, most: 720 }

/** How alike the two models’ streams are, station by station. */
export function SimilarityMap({ answer }: { answer: Similarity }) {
  const estimate = useSimilarityChoices((choices) => choices.estimate)
  const map = useMemo(() => similarityProps(answer, estimate), [answer, estimate])
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: where it has no room it scrolls, and the keys have to reach it
    <section className="models-similarity" aria-label="How alike the streams are" tabIndex={0}>
      <MapPicture className="models-similarity-map" map={map} heights={mapHeights} />
    </section>
  )
}

/** More sentences, one a line, and which estimate is shown. `answer` says how many tokens the two models take. */
export function SimilarityTexts({ answer }: { answer: Similarity | null }) {
  const { more, estimate } = useSimilarityChoices()
  const [typed, setTyped] = useState(more)
  const left = linesOf(typed).length - (mostCkaTexts - 1)
  return (
    <div className="models-texts">
      <label>
        <span>
          More sentences, one a line: few tokens say little
          {answer && `; ${count(answer.tokens)} are compared, and up to ${count(answer.mostTokens)} can be`}
        </span>
        <textarea rows={3} value={typed} spellCheck={false} onChange={(event) => setTyped(event.target.value)} />
      </label>
      {left > 0 && (
        <p className="quiet">
          The last {left === 1 ? 'line is' : `${count(left)} lines are`} not used: {mostCkaTexts} sentences are compared
          at most.
        </p>
      )}
      <div className="models-texts-ways">
        <Button
          disabled={linesOf(typed).join('\n') === linesOf(more).join('\n')}
          onClick={() => useSimilarityChoices.setState({ more: typed })}
        >
          Use them
        </Button>
        <Segmented
          label="Estimate"
          options={estimates}
          value={estimate}
          onChange={(next) => useSimilarityChoices.setState({ estimate: next })}
        />
      </div>
    </div>
  )
}
