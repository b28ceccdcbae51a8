import { type FloatTensor, floatTensor } from '../../shared/tensor'
import type { TrajectoryView } from '../../shared/trajectory'
import { demandFinite } from './finite'
import { norm } from './vectors'
import type { Vocabulary } from './vocabulary'

/**
 * Vectors [n, d_model] as a view shows them: `raw` as they are, `unit` divided by their length (one without length stays
 * zero), `final` through the model's final norm. The same map for residual streams and for rows of W_E.
 */
export async function seenThrough(
  view: TrajectoryView,
  vectors: FloatTensor,
  vocabulary: Pick<Vocabulary, 'finalNorm'>,
): Promise<FloatTensor> {
  switch (view) {
    case 'raw':
      return vectors
    case 'unit':
      return unitRows(vectors)
    case 'final': {
      const normed = await vocabulary.finalNorm(vectors)
      demandFinite(normed.data, 'ln_final.hook_normalized')
      return normed
    }
  }
}

/** Rows [n, width] divided by their lengths; one without length stays zero. */
export function unitRows({ data, shape }: FloatTensor): FloatTensor {
  const width = shape[1]!
  const unit = new Float32Array(data.length)
  for (let start = 0; start < data.length; start += width) {
    const length = norm(data.subarray(start, start + width))
    if (length === 0) continue
    for (let i = start; i < start + width; i++) unit[i] = data[i]! / length
  }
  return floatTensor(unit, shape)
}
