import { Fault } from '../../../shared/fault'
import type { DeviceWish } from '../../../shared/model-info'
import type { FloatTensor } from '../../../shared/tensor'
import type { NearWord } from '../../../shared/trajectory'
import type { WordNeighbours, WordTable } from '../../../shared/vocabulary-map'
import { norm } from '../../analysis'
import type { VocabularyProducts } from '../../inference'
import type { OpenedModel } from '../opened-model'
import { textsOf } from '../read-prompt'
import type { RunOptions } from '../run-options'
import type { RunTools } from '../run-prompt'
import { demandTable, tableOf } from '../word-rows'

export interface NearestRequest {
  readonly model: OpenedModel
  readonly device: DeviceWish
  readonly of: WordTable
  readonly id: number
  readonly count: number
}

/** A word's nearest in the full space, by cosine. */
export async function nearestWords(
  tools: RunTools,
  { model, device, of, id, count }: NearestRequest,
  options: RunOptions,
): Promise<WordNeighbours> {
  demandTable(model, of)
  const words = model.shape.sizes.vocabulary
  if (id >= words) {
    throw Fault.input(`Token ${id} is not in the vocabulary of ${model.info.name}`, {
      place: 'id',
      remedy: `Choose one from 0 to ${words - 1}.`,
    })
  }
  const text = await textsOf(model)
  return tools.runners.use(model, device, options, async ({ vocabulary }, choice) => {
    const [own] = await nearestByCosine(vocabulary, of, await vocabulary.rows(tableOf[of], [id]), count + 1)
    return {
      model: { name: model.info.name, fingerprint: model.info.fingerprint },
      device: choice.device,
      word: { id, text: text(id) },
      words: own!
        .filter((word) => word.id !== id)
        .slice(0, count)
        .map((word) => ({ ...word, text: text(word.id) })),
    }
  })
}

/** For each of some vectors the rows of a table with the largest cosine to it, best first; of equals the lower id. */
export async function nearestByCosine(
  vocabulary: VocabularyProducts,
  of: WordTable,
  vectors: FloatTensor,
  count: number,
): Promise<Omit<NearWord, 'text'>[][]> {
  const { products, lengths } = await vocabulary.products(tableOf[of], vectors)
  const [rows, words] = products.shape as [number, number]
  const width = vectors.shape[1]!
  return Array.from({ length: rows }, (_, row) => {
    const length = norm(vectors.data.subarray(row * width, (row + 1) * width))
    const cosines = products.data
      .subarray(row * words, (row + 1) * words)
      .map((product, id) => product / Math.max(1e-12, length * lengths[id]!))
    const order = Int32Array.from(cosines.keys()).sort((a, b) => cosines[b]! - cosines[a]! || a - b)
    return Array.from(order.subarray(0, count), (id) => ({ id, cosine: Math.max(-1, Math.min(1, cosines[id]!)) }))
  })
}
