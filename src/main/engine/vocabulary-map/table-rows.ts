import { Fault } from '../../../shared/fault'
import { type FloatTensor, floatTensor } from '../../../shared/tensor'
import type { WordTable } from '../../../shared/vocabulary-map'
import { areFinite, unitRows } from '../../analysis'
import type { VocabularyProducts } from '../../inference'
import { idBlocks } from '../circuits/vocabulary-blocks'
import { breathe } from '../long-call'
import type { OpenedModel } from '../opened-model'
import type { RunOptions } from '../run-options'
import { tableOf } from '../word-rows'

/** So many values are read at a time, 4 MiB. */
const atOnce = 1 << 20

/** The rows of W_E or W_U, some at a time, whatever the weights are stored as. */
export interface TableRows {
  readonly count: number
  readonly width: number
  /** All rows in order, [some, width]; `first` is the id of the first. Progress counts words. */
  all(options: RunOptions): AsyncGenerator<{ readonly first: number; readonly rows: FloatTensor }>
  /** Rows of some words. */
  of(ids: readonly number[], options: RunOptions): Promise<FloatTensor>
}

/** `rows` are as they are, or divided by their lengths; one without length stays zero. */
export async function tableRows(
  model: OpenedModel,
  vocabulary: VocabularyProducts,
  of: WordTable,
  rows: 'raw' | 'unit',
): Promise<TableRows> {
  const table = tableOf[of]
  const count = model.shape.sizes.vocabulary
  const read = async (ids: readonly number[]): Promise<FloatTensor> => {
    const found = await vocabulary.rows(table, ids)
    demandFinite(model, of, ids, found)
    return rows === 'unit' ? unitRows(found) : found
  }
  const width = (await read([0])).shape[1]!
  const blocks = () => idBlocks(count, Math.max(1, Math.floor(atOnce / width)))
  return {
    count,
    width,
    async *all({ onProgress, signal }) {
      for (const ids of blocks()) {
        onProgress?.({ stage: 'reading', done: ids[0]!, total: count })
        await breathe(signal)
        yield { first: ids[0]!, rows: await read(ids) }
      }
    },
    async of(ids, { signal }) {
      const data = new Float32Array(ids.length * width)
      for (const some of idBlocks(ids.length, Math.max(1, Math.floor(atOnce / width)))) {
        await breathe(signal)
        const part = await read(some.map((at) => ids[at]!))
        data.set(part.data, some[0]! * width)
      }
      return floatTensor(data, [ids.length, width])
    },
  }
}

function demandFinite(
  { info }: OpenedModel,
  of: WordTable,
  ids: readonly number[],
  { data, shape }: FloatTensor,
): void {
  if (areFinite(data)) return
  const at = data.findIndex((value) => !Number.isFinite(value))
  throw Fault.input(`The ${of} of ${info.name} holds a value that is no finite number`, {
    file: info.path,
    place: `the row of token ${ids[Math.floor(at / shape[1]!)]}`,
    remedy: 'Fetch the model again.',
  })
}
