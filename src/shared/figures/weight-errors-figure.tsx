import type { JSX } from 'react'
import { distinctNames } from '../two-models'
import type { WeightErrors } from '../weight-errors'
import { FigureSheet } from './figure-sheet'
import { HeatMap } from './heat-map'
import type { WeightErrorsSpec } from './models-spec'
import { fixed, percent } from './numbers'
import { errorRows } from './weight-errors-map'
import { legible } from './words'

/** How far each weight of a model is from its reference: what layers have downwards, layers from left to right. */
export function WeightErrorsFigure({ spec, answer }: { spec: WeightErrorsSpec; answer: WeightErrors }): JSX.Element {
  const names = distinctNames(answer.models).map(legible)
  const { rows, layers, equal } = errorRows(answer.tensors)
  const title = `Weights: ${names[0]} against ${names[1]}`
  const unit = `relative RMS error ‖a − b‖ / ‖b‖ by layer${equal > 0 ? `; ${equal} ${equal === 1 ? 'row is' : 'rows are'} 0` : ''}`
  const values = rows.flatMap(({ cells }) => cells.map((value) => value ?? 0))
  return (
    <FigureSheet
      spec={spec}
      title={title}
      description={`A row for each kind of weight, a column for each of ${layers} layers; weights beside the layers below, each as one cell. Colour: ${unit}. b is the reference.`}
    >
      <HeatMap
        {...spec}
        title={title}
        unit={unit}
        rows={rows}
        columns={Array.from({ length: Math.max(1, layers) }, (_, layer) => String(layer))}
        largest={Math.max(1e-9, ...values)}
        text={errorText}
      />
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
