import type { JSX } from 'react'
import { distinctNames } from '../two-models'
import type { WeightErrors } from '../weight-errors'
import { FigureSheet } from './figure-sheet'
import { HeatMap, type HeatMapProps } from './heat-map'
import type { WeightErrorsSpec } from './models-spec'
import { fixed, percent } from './numbers'
import { errorRows } from './weight-errors-map'
import { legible } from './words'

/** What the map of weights shows, on whatever paper. */
export function weightErrorsProps(answer: WeightErrors): Omit<HeatMapProps, 'theme' | 'width' | 'height'> {
  const names = distinctNames(answer.models).map(legible)
  const { rows, layers, equal } = errorRows(answer.tensors)
  const values = rows.flatMap(({ cells }) => cells.map((value) => value ?? 0))
  return {
    title: `Weights: ${names[0]} against ${names[1]}`,
    unit: `relative RMS error ‖a − b‖ / ‖b‖ by layer${equal > 0 ? `; ${equal} ${equal === 1 ? 'row is' : 'rows are'} 0` : ''}`,
    scaleName: 'relative error',
    rows,
    across: 'layer',
    columns: Array.from({ length: Math.max(1, layers) }, (_, layer) => String(layer)),
    largest: Math.max(1e-9, ...values),
    text: errorText,
  }
}

/** How far each weight of a model is from its reference: what layers have downwards, layers from left to right. */
export function WeightErrorsFigure({ spec, answer }: { spec: WeightErrorsSpec; answer: WeightErrors }): JSX.Element {
  const props = weightErrorsProps(answer)
  return (
    <FigureSheet
      spec={spec}
      title={props.title}
      description={`A row for each kind of weight, a column for each of ${props.columns.length} layers; weights beside the layers below, each as one cell. Colour: ${props.unit}. b is the reference.`}
    >
      <HeatMap {...spec} {...props} />
    </FigureSheet>
  )
}

/** Per cent with as many digits as a small one deserves. */
export function errorText(value: number): string {
  const hundredths = 100 * value
  if (value === 0) return '0 %'
  if (hundredths >= 9.95) return percent(value)
  return hundredths >= 0.01 ? `${fixed(hundredths, hundredths >= 0.95 ? 1 : 2)} %` : '<0.01 %'
}
