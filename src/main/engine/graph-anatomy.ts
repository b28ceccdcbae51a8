import type { Anatomy } from '../../shared/anatomy'
import type { ReadGraph } from '../inference'
import { usesInGraph } from './graph-uses'
import type { OpenedModel } from './opened-model'
import { sumParts } from './sum-parts'

/**
 * Where the parameters of an ONNX file are: every tensor of its graph once, quantised ones as the numbers that they stand for, by the
 * hook points that they lead to. How far back an attention sees lies in its masks: each counts as seeing all.
 */
export function anatomyOfGraph({ info, shape }: OpenedModel, read: ReadGraph): Anatomy {
  const { name, path, fingerprint, dtype, family, kind, tiedEmbeddings } = info
  const { parts, products } = usesInGraph(read)
  const summed = sumParts(parts)
  const total = (of: 'parameters' | 'bytes') => summed.reduce((sum, part) => sum + part[of], 0)
  return {
    ...{ name, path, fingerprint, dtype, family, kind, ...shape.sizes, tied: tiedEmbeddings },
    ...{ of: 'weights', published: null },
    ...{ parameters: total('parameters'), bytes: total('bytes'), parts: summed, products },
    attentions: shape.attentions.map(({ stack, isCross }) => {
      const { heads, keyHeads, dHead } = stack.sizes
      return { stack: stack.taps.at, heads, keyHeads, dHead, window: null, cross: isCross }
    }),
  }
}
