import { contributionMap, decompose, directionsOf } from '../src/main/analysis/index'
import { moveTools } from '../src/main/engine/stream-parts'
import { shapeOf } from '../src/main/families/index'
import { residualStations } from '../src/shared/taps'
import { row } from '../src/shared/tensor'
import { tokenIds } from './prompts'
import type { OpenedForBench } from './runners'
import { interleaved, median, ratios, type Samples, timed } from './samples'
import { atMost, number, type Row } from './table'

const length = 64

/** What every head and MLP wrote at one token, of a run that is there: alone, and with one layer's step taken apart; beside a forward pass. */
export async function measureDecomposition(model: OpenedForBench, rounds: number): Promise<Row[]> {
  const shape = shapeOf(model.architecture)
  const { layers } = shape.sizes
  const captured = await model.runner(model.taps.all, false)
  const logits = await model.runner(model.taps.logits, false)
  const ids = { tokenIds: [tokenIds(length, 0)] }
  const residuals = await captured.run(ids, model.taps.all)
  const stations = residualStations(shape.taps)
  const tools = await moveTools(shape, shape, captured)
  const { vocabulary } = captured
  const station = (index: number, position: number) => row(residuals.get(stations.at(index)!.tap)!, 0, position)
  // Another token and another layer each time, so that no round looks at what the last one did.
  const samples = await interleaved(rounds, {
    map: (round) =>
      timed(() => {
        const position = length - 1 - round
        const [start, end] = [station(0, position), station(-1, position)]
        const around = { position, tensors: residuals, start, end, tools, toward: null }
        return contributionMap(around, directionsOf(around))
      }),
    step: (round) =>
      timed(() => {
        const at = { position: length - 1 - round, attention: round % layers, firstKey: 0 }
        return decompose({ stations, residuals, ...at, view: 'raw', toward: null, tools, vocabulary })
      }),
    pass: () => timed(() => logits.run(ids, model.taps.logits)),
  })
  await captured.release()
  await logits.release()
  const rowOf = (what: string, side: Samples, aim: Row['aim']): Row => ({
    what: `${what} / forward pass, ${length} tokens`,
    values: ratios(side, samples.pass),
    unit: '×',
    aim,
    from: `${number(median(side))} ms / ${number(median(samples.pass))} ms`,
  })
  return [
    rowOf('all heads and MLPs at one token', samples.map, atMost(0.1, 'W_O of every layer is read once.')),
    rowOf('the same with a step by head and word', samples.step, null),
  ]
}
