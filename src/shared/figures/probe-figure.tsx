import type { JSX } from 'react'
import type { Probe } from '../direction'
import { stateWords } from '../direction-words'
import type { ProbeSpec } from './direction-specs'
import { HeadWords, layoutHead } from './figure-head'
import { FigureSheet } from './figure-sheet'
import { inLines } from './in-lines'
import { coordinate, percent } from './numbers'
import { StationChart, type StationChartProps } from './station-chart'
import { textWidth } from './text-width'
import { type FigureColours, figureColours, type } from './theme'
import { stationName } from './trajectory-layout'
import { legible } from './words'

/** Of the legend: its first baseline, and from one line to the next. */
const [legendBase, legendLine] = [12, 15]
const swatch = 17

/** Accuracy by station, with what saying always the same has right and what shuffled labels give. */
export function ProbeChart({
  probe,
  ...drawn
}: { probe: Probe } & Pick<
  StationChartProps,
  'width' | 'height' | 'colours' | 'background' | 'station' | 'hovered'
>): JSX.Element {
  const { colours, width, height } = drawn
  const lines = probeLines(probe, colours)
  const lowest = Math.min(...lines.flatMap(({ values }) => values))
  const placed = inLines(
    lines.map(({ name }) => swatch + textWidth(name, type.label)),
    { from: 14, to: width - 14, gap: 20 },
  )
  const under = (placed.at(-1)?.line ?? 0) * legendLine
  return (
    <g>
      <g fontSize={type.label} fill={colours.ink2}>
        {lines.map(({ name, colour }, at) => {
          const { x, line } = placed[at]!
          const baseline = legendBase + line * legendLine
          return (
            <g key={name}>
              <rect x={coordinate(x)} y={baseline - 5} width={12} height={3} rx={1} fill={colour} />
              <text x={coordinate(x + swatch)} y={baseline}>
                {name}
              </text>
            </g>
          )
        })}
      </g>
      <g transform={`translate(0 ${under + 12})`}>
        <StationChart
          {...drawn}
          width={width}
          height={height - under - 12}
          stations={probe.stations}
          series={lines.map(({ values, colour }, key) => ({ key, colour, values, name: '', parting: null }))}
          range={[Math.min(0.4, lowest), 1]}
          title={null}
          parting={null}
        />
      </g>
    </g>
  )
}

export function probeLines({ stations, chance }: Probe, colours: FigureColours) {
  return [
    { name: 'always the larger list', colour: colours.line, values: stations.map(() => chance) },
    { name: 'shuffled labels', colour: colours.ink3, values: stations.map(({ shuffled }) => shuffled) },
    { name: 'held-out accuracy', colour: colours.accent, values: stations.map(({ accuracy }) => accuracy) },
  ]
}

export function ProbeFigure({ spec, probe }: { spec: ProbeSpec; probe: Probe }): JSX.Element {
  const colours = figureColours[spec.theme]
  const head = layoutHead({ title: probeTitle(probe), note: probeNote(probe), width: spec.width })
  const top = 50 + head.extra
  return (
    <FigureSheet spec={spec} title={probeTitle(probe)} description={probeDescription(probe)}>
      <rect width={spec.width} height={spec.height} fill={colours.paper} />
      <HeadWords head={head} colours={colours} />
      <g transform={`translate(0 ${top})`}>
        <ProbeChart
          probe={probe}
          width={spec.width}
          height={spec.height - top}
          colours={colours}
          background={colours.paper}
          station={null}
        />
      </g>
    </FigureSheet>
  )
}

export function probeTitle({ ends, model }: Probe): string {
  return `${legible(ends[0])} or ${legible(ends[1])}: accuracy of a linear probe of ${legible(model.name)}, by layer`
}

export function probeNote({ counts, folds, state }: Probe): string {
  return `${counts[0]} + ${counts[1]} sentences, ${stateWords(state)}, ${folds} stratified folds`
}

export function probeDescription(probe: Probe): string {
  const { stations, best, chance, dModel, counts } = probe
  const top = stations[best]!
  const sentences = counts[0] + counts[1]
  const wide =
    dModel > sentences ? ` There are ${dModel} dimensions and ${sentences} sentences, so only held-out ones count.` : ''
  return `${probeNote(probe)}. Logistic regression with an L2 penalty on standardised states. Best ${percent(top.accuracy)} at ${stationName(top)}; always the larger list ${percent(chance)}, shuffled labels there ${percent(top.shuffled)}.${wide}`
}
