import { row } from '../src/shared/tensor'
import { tokenIds } from './prompts'
import { findPython, startReference } from './python'
import type { OpenedForBench } from './runners'
import { interleaved, median, ratios, timed } from './samples'
import { atLeast, type LeftOut, number, type Row } from './table'

/** Largest difference between the two sides' largest logit: they compute the same, or the times mean nothing. */
const tolerance = 1e-2

/** Ours against PyTorch eager with hidden states and attentions: the same weights, ids and threads. */
export async function measureAgainstPyTorch(
  model: OpenedForBench,
  folder: string,
  rounds: number,
): Promise<(Row | LeftOut)[]> {
  const python = findPython('torch', 'transformers')
  if ('because' in python) return [{ what: 'PyTorch eager / ours', ...python }]
  const reference = await startReference(python.command, folder)
  const rows: Row[] = []
  for (const packed of [false, true]) {
    const same = await model.runner(model.taps.reference, packed)
    const all = await model.runner(model.taps.all, packed)
    for (const length of [16, 64, 256]) {
      const ids = (round: number) => tokenIds(length, round)
      const ours = await same.run({ tokenIds: [ids(0)] }, model.taps.reference)
      const top = row(ours.get('logits')!, 0, length - 1).reduce((a, b) => Math.max(a, b))
      const theirs = await reference.run(ids(0))
      if (Math.abs(top - theirs.top) > tolerance) throw new Error(`Ours says ${top}, PyTorch says ${theirs.top}.`)

      const samples = await interleaved(rounds, {
        pytorch: async (round) => (await reference.run(ids(round))).ms,
        same: (round) => timed(() => same.run({ tokenIds: [ids(round)] }, model.taps.reference)),
        all: (round) => timed(() => all.run({ tokenIds: [ids(round)] }, model.taps.all)),
      })
      for (const side of ['same', 'all'] as const) {
        const what = side === 'same' ? 'the same outputs' : 'all hook points'
        rows.push({
          what: `PyTorch eager / ours with ${what}, ${length} tokens, ${packed ? 'packed' : 'unpacked'}`,
          values: ratios(samples.pytorch, samples[side]),
          unit: '×',
          aim: atLeast(1.5, obstacle(length, packed)),
          from: `${number(median(samples.pytorch))} ms / ${number(median(samples[side]))} ms`,
        })
      }
    }
    await same.release()
    await all.release()
  }
  reference.close()
  return rows
}

function obstacle(length: number, packed: boolean): string {
  if (length >= 256)
    return 'at this length both sides do little but the same matrix products, as fast as the processor can.'
  if (packed) return 'the products take most of the time on both sides.'
  return 'each product lays its weights out anew until they are packed, which the engine does once it is left alone.'
}
