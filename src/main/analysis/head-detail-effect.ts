import type { MovedWord } from '../../shared/head-detail'
import { type FloatTensor, floatTensor } from '../../shared/tensor'
import { norm } from './vectors'

/** A final norm whose scale is held: the kind, its eps, and the scale that the run had where the vector is written. */
export interface FrozenNorm {
  readonly kind: 'layer' | 'rms'
  readonly eps: number
  readonly scale: number
}

/**
 * The words whose logits a vector [1, d_model] raises and lowers most when it is added to the residual stream: W_U·(γ ⊙ x̂ / s),
 * where x̂ is the vector (less its mean under LayerNorm) and s the norm's scale in the run (direct logit attribution, Elhage et
 * al. 2021). `scores` gives the logits of raw vectors through the norm and with biases. It is asked of the vector at a length
 * at which eps does not matter and of 0; the difference has no biases, and is turned from the vector's own scale to s.
 */
export async function directEffect(
  vector: FloatTensor,
  scores: (vectors: FloatTensor) => Promise<FloatTensor>,
  frozen: FrozenNorm | null,
  most: number,
  text: (id: number) => string,
): Promise<{ raises: MovedWord[]; lowers: MovedWord[] }> {
  const { data } = vector
  const size = norm(data)
  if (size === 0) return { raises: [], lowers: [] }
  const stretch = Math.sqrt(data.length) / size
  const stretched = data.map((value) => value * stretch)
  const asked = new Float32Array(2 * data.length)
  asked.set(stretched)
  const logits = (await scores(floatTensor(asked, [2, data.length]))).data
  const words = logits.length / 2
  const back = (frozen ? scaleOf(stretched, frozen) / frozen.scale : 1) / stretch
  const effect = Float32Array.from({ length: words }, (_, id) => (logits[id]! - logits[words + id]!) * back)
  const order = Array.from(effect.keys()).sort((a, b) => effect[b]! - effect[a]! || a - b)
  const moved = (id: number): MovedWord => ({ id, text: text(id), logit: effect[id]! })
  return {
    raises: order
      .slice(0, most)
      .filter((id) => effect[id]! > 0)
      .map(moved),
    lowers: order
      .slice(-most)
      .reverse()
      .filter((id) => effect[id]! < 0)
      .map(moved),
  }
}

/** What the norm divides a vector by. */
function scaleOf(vector: Float32Array, { kind, eps }: FrozenNorm): number {
  const mean = kind === 'layer' ? vector.reduce((sum, value) => sum + value, 0) / vector.length : 0
  return Math.sqrt(vector.reduce((sum, value) => sum + (value - mean) ** 2, 0) / vector.length + eps)
}
