// What the workbench promises about speed and memory, measured in one run: `npm run bench`, which starts this with the
// allocator's settings of the engine's process. Only ratios and our own times count; both sides share the machine and its load.
import { availableParallelism, cpus, loadavg } from 'node:os'
import { measureAttentionOverview } from './attention-overview'
import { measureCapture } from './capture'
import { measureColdStart } from './cold-start'
import { measureDecomposition } from './decomposition'
import { measureDequantising } from './dequantise'
import { measureFourBits } from './four-bits'
import { measureGguf } from './gguf'
import { measureLargeFigure } from './large-figure'
import { measureMapScene } from './map-scene'
import { measureMemory } from './memory'
import { benchModel } from './model'
import { measureOnnx } from './onnx'
import { measureOpening } from './opening'
import { measureAgainstPyTorch } from './pytorch'
import { openForBench } from './runners'
import { measureScene } from './scene'
import { measureSecondLook } from './second-look'
import { printTable } from './table'
import { measureVocabulary } from './vocabulary'

/** Medians and ranges are over so many rounds. */
const rounds = 9

const load = () => loadavg()[0]!.toFixed(1)
const began = load()
const folder = benchModel()
const model = await openForBench(folder)
const measures = {
  'opening a model': () => measureOpening(folder, rounds),
  'opening a GGUF file': () => measureGguf(5),
  'four bits beside plain numbers': () => measureFourBits(3),
  'an ONNX file': () => measureOnnx(folder, rounds),
  'the first path of the sample': () => measureColdStart(5),
  'attention of all heads': () => measureAttentionOverview(7),
  'all heads as one PDF': () => measureLargeFigure(5),
  'the 3D view': () => measureScene(5),
  'the map of words': () => measureMapScene(3),
  'arranging all words': () => measureVocabulary([100_000, 1_000_000]),
  'peak memory': () => measureMemory(folder, 3),
  'capturing every hook point': () => measureCapture(model, rounds),
  'who moved a token': () => measureDecomposition(model, rounds),
  'PyTorch beside ours': () => measureAgainstPyTorch(model, folder, rounds),
  'dequantising ggml’s blocks': () => measureDequantising(5),
  'a second look': () => measureSecondLook(model, folder, rounds),
}
const rows = []
for (const [name, measure] of Object.entries(measures)) {
  console.error(`Measuring ${name} …`)
  rows.push(...(await measure()))
}
console.log(printTable(rows))
console.log(
  `\n${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown processor'}, ${process.platform}; ${rounds} rounds;`,
)
console.log(`load before ${began}, after ${load()}, where ${availableParallelism()} is what it can do at once.`)
