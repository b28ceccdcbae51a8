import { useMemo, useRef, useState } from 'react'
import { HeatMap } from '../../../shared/figures/heat-map'
import { similarityProps } from '../../../shared/figures/similarity-figure'
import { figureColours, fontFamily } from '../../../shared/figures/theme'
import { mostCkaTokens, type Similarity } from '../../../shared/similarity'
import { useTheme } from '../../state/preferences'
import { linesOf, useSimilarityChoices } from '../../state/similarity'
import { Button } from '../../ui/button'
import { Segmented } from '../../ui/segmented'
import { useSize } from '../../ui/use-size'

const estimates = [
  { value: 'debiased', label: 'Debiased', hint: 'HSIC estimated without bias (Song et al. 2012)' },
  { value: 'biased', label: 'Plain', hint: 'As Kornblith et al. 2019 define it; few tokens make it too large' },
] as const

/** How alike the two models’ streams are, station by station. */
export function SimilarityMap({ answer }: { answer: Similarity }) {
  const theme = useTheme()
  const estimate = useSimilarityChoices((choices) => choices.estimate)
  const box = useRef<HTMLDivElement>(null)
  const { width } = useSize(box)
  const props = useMemo(() => similarityProps(answer, estimate), [answer, estimate])
  const height = Math.min(720, Math.max(220, 92 + 22 * props.rows.length))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: where it has no room it scrolls, and the keys have to reach it
    <section className="models-similarity" aria-label="How alike the streams are" tabIndex={0}>
      <div ref={box} className="models-similarity-map">
        {width > 0 && (
          <svg
            role="img"
            aria-label={`${props.title}: ${props.unit}`}
            width={width}
            height={height}
            fontFamily={fontFamily}
          >
            <HeatMap {...props} theme={theme} width={width} height={height} background={figureColours[theme].canvas} />
          </svg>
        )}
      </div>
    </section>
  )
}

/** More sentences, one a line, and which estimate is shown. */
export function SimilarityTexts() {
  const { more, estimate } = useSimilarityChoices()
  const [typed, setTyped] = useState(more)
  return (
    <div className="models-texts">
      <label>
        <span>More sentences, one a line: few tokens say little, and up to {mostCkaTokens} are used</span>
        <textarea rows={3} value={typed} spellCheck={false} onChange={(event) => setTyped(event.target.value)} />
      </label>
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
