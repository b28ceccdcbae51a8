import { createElement } from 'react'
import type { Anatomy } from '../../../shared/anatomy'
import { AnatomyFigure } from '../../../shared/figures/anatomy-figure'
import type { AnatomySpec, MatrixSpec } from '../../../shared/figures/anatomy-spec'
import { figureCells, MatrixFigure, weightTitle } from '../../../shared/figures/matrix-figure'
import { cellsOf, type MatrixCells } from '../../../shared/matrix'
import { anatomyOf } from '../anatomy'
import { publishedAnatomy } from '../find-anatomy'
import { matrixCells, matrixFacts, matrixSpectrum } from '../matrices'
import type { Draw } from './figure'

/** A row of the table for each part of each model. */
export const drawAnatomy: Draw<AnatomySpec> = async (_, { spec, model }) => {
  const models: Anatomy[] = [anatomyOf(model), ...spec.against.map(publishedAnatomy)]
  const rows = models.flatMap(({ name, parts, parameters: all }) =>
    parts.map(({ stack, layer, kind, parameters, bytes }) => [
      ...[name, stack, layer, kind, parameters, parameters / all, bytes],
    ]),
  )
  return {
    element: createElement(AnatomyFigure, { spec, models }),
    table: [['model', 'stack', 'layer', 'part', 'parameters', 'share', 'bytes'], ...rows],
    json: models,
    tokens: [],
    name: 'anatomy',
  }
}

/** A row for each cell, then one for each bin of the histogram, then one for each singular value. */
export const drawMatrix: Draw<MatrixSpec> = async (_, { spec, model }, options) => {
  const { weight, rows, columns, measure } = spec
  const facts = await matrixFacts(model, weight, options)
  const file = await matrixCells(model, { weight, rows, columns, measure, ...figureCells }, options)
  const spectrum = spec.spectrum ? await matrixSpectrum(model, weight, options) : null
  const { height, width, tall, wide } = cellsOf(spec, figureCells)
  const cells: MatrixCells = { height, width, values: new Float32Array(await file.arrayBuffer()) }
  const { edge, counts } = facts.histogram
  const step = (2 * edge) / counts.length
  const table = [
    ['of', 'row', 'column', 'from', 'to', 'value'],
    ...Array.from(cells.values, (value, at) => [
      ...['cell', rows[0] + Math.floor(at / width) * tall, columns[0] + (at % width) * wide, null, null, value],
    ]),
    ...counts.map((count, bin) => ['bin', null, null, bin * step - edge, (bin + 1) * step - edge, count]),
    ...(spectrum?.values ?? []).map((value, index) => ['singular value', index + 1, null, null, null, value]),
  ]
  return {
    element: createElement(MatrixFigure, { spec, facts, cells, spectrum }),
    table,
    json: {
      facts,
      window: { rows, columns, measure, tall, wide },
      cells: { height, width, values: [...cells.values] },
      spectrum,
    },
    tokens: [],
    name: weightTitle(facts.weight),
  }
}
