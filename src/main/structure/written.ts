import type { Lying, Site, SiteTools } from './attention-sites'
import { isLayout, weightOf } from './kinds'
import { narrowsBack } from './narrows'
import { floatOf, intOf, type Op } from './op'
import { isScaleOrBias } from './stream'

/**
 * z times the output weight as one product, [batch × position, d_model]: what an attention adds to the stream, but for a bias.
 * Null where more than a bias lies between, or the weight is no plain matrix.
 */
export function writtenFrom({ content, shapes }: SiteTools, { z, zValue }: Site, added: string): Lying | null {
  if (z === null) return null
  let product: Op | null = null
  for (const { value, ops } of narrowsBack(content, added)) {
    const [map, ...others] = ops.filter((op) => weightOf(content.graph, op) !== null)
    if (others.length > 0 || (map && product)) return null
    if (
      !ops.every(
        (op) => op === map || isLayout(op) || (product === null && op.type === 'Add' && isScaleOrBias(content, op)),
      )
    )
      return null
    product ??= map ?? null
    if (value === zValue) break
  }
  if (product === null || !/^(MatMul|Gemm)$/.test(product.type) || floatOf(product, 'alpha', 1) !== 1) return null
  const weight = weightOf(content.graph, product)!
  const turned = intOf(product, 'transB', 0) === 1
  const width = shapes.of.get(weight)?.[0]?.at(turned ? 1 : 0)
  return width === undefined ? null : { value: z.value, steps: [...z.steps, { kind: 'times', weight, turned, width }] }
}
