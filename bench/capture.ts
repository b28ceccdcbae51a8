import { tokenIds } from './prompts'
import type { OpenedForBench } from './runners'
import { interleaved, median, ratios, timed } from './samples'
import { atMost, number, type Row } from './table'

/** What capturing every hook point costs beside asking for the logits alone. */
export async function measureCapture(model: OpenedForBench, rounds: number): Promise<Row[]> {
  const rows: Row[] = []
  for (const packed of [false, true]) {
    const all = await model.runner(model.taps.all, packed)
    const logits = await model.runner(model.taps.logits, packed)
    for (const length of [16, 64]) {
      const ids = (round: number) => ({ tokenIds: [tokenIds(length, round)] })
      const samples = await interleaved(rounds, {
        all: (round) => timed(() => all.run(ids(round), model.taps.all)),
        logits: (round) => timed(() => logits.run(ids(round), model.taps.logits)),
      })
      rows.push({
        what: `all hook points / logits only, ${length} tokens, ${packed ? 'packed' : 'unpacked'}`,
        values: ratios(samples.all, samples.logits),
        unit: '×',
        aim: atMost(
          1.3,
          'each hook point is copied into memory of its own, and touching fresh memory costs more than the copy.',
        ),
        from: `${number(median(samples.all))} ms / ${number(median(samples.logits))} ms`,
      })
    }
    await all.release()
    await logits.release()
  }
  return rows
}
