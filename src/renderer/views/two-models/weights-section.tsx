import { useMemo, useRef } from 'react'
import { HeatMap } from '../../../shared/figures/heat-map'
import { figureColours, fontFamily } from '../../../shared/figures/theme'
import { weightErrorsProps } from '../../../shared/figures/weight-errors-figure'
import { someOf } from '../../../shared/some-of'
import { distinctNames } from '../../../shared/two-models'
import type { WeightErrors } from '../../../shared/weight-errors'
import { useTheme } from '../../state/preferences'
import { useSize } from '../../ui/use-size'
import { WeightsTable } from './weights-table'

/** A row of the map in pixels, within these bounds of the whole. */
const mapHeight = { row: 20, least: 150, most: 320 }

/** Where the weights differ, as a map, and every one of them in a table. */
export function WeightsSection({ answer }: { answer: WeightErrors }) {
  const theme = useTheme()
  const box = useRef<HTMLDivElement>(null)
  const { width } = useSize(box)
  const props = useMemo(() => weightErrorsProps(answer), [answer])
  const height = Math.min(mapHeight.most, Math.max(mapHeight.least, 92 + mapHeight.row * props.rows.length))
  const names = distinctNames(answer.models)
  return (
    <div className="models-weights">
      <div ref={box} className="models-weights-map">
        {width > 0 && props.rows.length > 0 && (
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
        {props.rows.length === 0 && <p className="quiet">Every weight is the same in both.</p>}
      </div>
      <WeightsTable answer={answer} />
      {answer.alone.map(
        (own, index) =>
          own.length > 0 && (
            <p key={index} className="quiet">
              Only {names[index]} has {someOf(own, 6)}.
            </p>
          ),
      )}
    </div>
  )
}
