import { type ReactNode, useRef } from 'react'
import { byteText } from '../../../shared/byte-text'
import { HistogramChart, SpectrumChart, shortNumber } from '../../../shared/figures/matrix-charts'
import { weightTitle } from '../../../shared/figures/matrix-figure'
import { count, fixed } from '../../../shared/figures/numbers'
import { figureColours, fontFamily } from '../../../shared/figures/theme'
import { isExact, largestFound, mostExact, spectrumWork, type WeightInfo } from '../../../shared/matrix'
import { keyOf, useAnatomyChoices, useMatrixFacts, useSpectrum } from '../../state/anatomy'
import { useTheme } from '../../state/preferences'
import { Button } from '../../ui/button'
import { LookState } from '../../ui/look-state'
import { useSize } from '../../ui/use-size'

const chartHeight = 140
/** Operations a second that this takes on a machine of today, roughly. */
const pace = 8e8

/** What there is to say of a weight in figures. */
export function MatrixNumbers({ weight }: { weight: WeightInfo }) {
  const facts = useMatrixFacts(weight)
  const spectrum = useSpectrum(weight)
  const { shape, dtype, bytes, parameters, lies } = weight
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: where it has no room it scrolls, and the keys have to reach it
    <section className="anatomy-facts" aria-label="The matrix in numbers" tabIndex={0}>
      <h2 title={weight.name}>{weightTitle(weight)}</h2>
      <dl>
        <Fact name="shape" value={`${count(shape[0])} × ${count(shape[1])}, ${count(parameters)} values`} />
        <Fact name="stored" value={`${dtype}, ${byteText(bytes)}`} />
        {lies && <Fact name="lies" value={lies} />}
      </dl>
      <LookState look={facts} what="the matrix" title="The matrix cannot be read" isLong ofRun={false}>
        {(answer) => (
          <>
            <dl>
              <Fact name="‖W‖ (Frobenius)" value={shortNumber(answer.frobenius)} />
              <Fact name="mean ± deviation" value={`${shortNumber(answer.mean)} ± ${shortNumber(answer.deviation)}`} />
              <Fact name="range" value={`${shortNumber(answer.smallest)} to ${shortNumber(answer.largest)}`} />
              {answer.zeros > 0 && <Fact name="zeros" value={count(answer.zeros)} />}
              {answer.notFinite > 0 && <Fact name="not finite" value={count(answer.notFinite)} />}
            </dl>
            <Chart label="Histogram of its values">{(size) => <HistogramChart facts={answer} {...size} />}</Chart>
          </>
        )}
      </LookState>
      {shape[0] > 1 &&
        (spectrum.waits ? (
          <AskForSpectrum weight={weight} />
        ) : (
          <LookState look={spectrum} what="singular values" title="There are no singular values" isLong ofRun={false}>
            {(answer) => (
              <>
                <dl>
                  <Fact name="σ₁" value={shortNumber(answer.values[0] ?? 0)} />
                  <Fact name="stable rank ‖W‖² / σ₁²" value={fixed(answer.stableRank, 2)} />
                  {answer.effectiveRank !== null && (
                    <Fact name="effective rank" value={fixed(answer.effectiveRank, 1)} />
                  )}
                  {answer.numericalRank !== null && (
                    <Fact
                      name="numerical rank"
                      value={`${count(answer.numericalRank)} of ${count(Math.min(...shape))}`}
                    />
                  )}
                </dl>
                <Chart label="Its singular values, the largest first">
                  {(size) => <SpectrumChart spectrum={answer} {...size} />}
                </Chart>
                {!answer.all && (
                  <p className="quiet">By randomised block power iteration (Halko et al. 2011), from below.</p>
                )}
              </>
            )}
          </LookState>
        ))}
    </section>
  )
}

function AskForSpectrum({ weight }: { weight: WeightInfo }) {
  const all = isExact(weight.shape)
  const work = all ? 2 * spectrumWork(weight.shape) : 240 * weight.parameters
  const seconds = Math.ceil(work / pace)
  const time = seconds < 90 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`
  return (
    <div className="anatomy-ask">
      <p className="quiet">
        {all
          ? `All ${count(Math.min(...weight.shape))} singular values take about ${time}, and can be stopped.`
          : `All singular values are found of matrices of up to ${count(mostExact.side)} rows or columns. The ${largestFound} largest take about ${time}.`}
      </p>
      <Button onClick={() => useAnatomyChoices.setState({ asked: keyOf(weight) })}>Find them</Button>
    </div>
  )
}

function Chart({
  label,
  children,
}: {
  label: string
  children: (size: { width: number; height: number; colours: (typeof figureColours)['light'] }) => ReactNode
}) {
  const colours = figureColours[useTheme()]
  const box = useRef<HTMLDivElement>(null)
  const { width } = useSize(box)
  return (
    <div ref={box} className="anatomy-chart">
      {width > 0 && (
        <svg role="img" aria-label={label} width={width} height={chartHeight} fontFamily={fontFamily}>
          {children({ width, height: chartHeight, colours })}
        </svg>
      )}
    </div>
  )
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="num">{value}</dd>
    </div>
  )
}
