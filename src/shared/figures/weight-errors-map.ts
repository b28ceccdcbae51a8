import { isAbsent } from '../two-models'
import type { TensorError } from '../weight-errors'
import type { HeatMapRow } from './heat-map'

/** Where a tensor stands: its layer, where it is in one, and what it is called there. */
export function tensorPlace(name: string): { readonly layer: number | null; readonly module: string } {
  const short = name.replace(/\.weight$/, '')
  const [, layer, module] = /^(?:.*?\.)?(\d+)\.(.+)$/.exec(short) ?? []
  return layer === undefined ? { layer: null, module: short } : { layer: Number(layer), module: module! }
}

/**
 * The relative errors as rows of a map: a row for what each layer has, then one for each tensor beside the layers. Modules
 * that are numbered once more, experts, stand as one, by the mean. Rows that are 0 throughout are left out and counted.
 */
export function errorRows(tensors: readonly TensorError[]): { rows: HeatMapRow[]; layers: number; equal: number } {
  const byModule = new Map<string, Map<number | null, number[]>>()
  for (const { name, error } of tensors) {
    if (isAbsent(error)) continue
    const { layer, module } = tensorPlace(name)
    const key = module.replaceAll(/\.\d+(?=\.|$)/g, '.#')
    const cells = byModule.get(key) ?? new Map<number | null, number[]>()
    byModule.set(key, cells.set(layer, [...(cells.get(layer) ?? []), error.relative]))
  }
  const layers = 1 + Math.max(-1, ...tensors.map(({ name }) => tensorPlace(name).layer ?? -1))
  const mean = (values: readonly number[] | undefined) =>
    values ? values.reduce((sum, value) => sum + value, 0) / values.length : null
  const rows = [...byModule].map(
    ([name, cells]): HeatMapRow => ({
      key: name,
      name,
      cells: cells.has(null)
        ? [mean(cells.get(null))]
        : Array.from({ length: layers }, (_, layer) => mean(cells.get(layer))),
    }),
  )
  const differing = rows.filter(({ cells }) => cells.some((value) => value !== null && value > 0))
  const inLayers = ({ cells }: HeatMapRow) => cells.length > 1 || layers === 1
  return {
    rows: [...differing.filter(inLayers), ...differing.filter((row) => !inLayers(row))],
    layers,
    equal: rows.length - differing.length,
  }
}
