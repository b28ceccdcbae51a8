import { existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { openCheckpoint, openOnnx } from '../src/main/checkpoint/index'
import { readArchitecture } from '../src/main/families/index'
import { emitModel, tapOnnx } from '../src/main/graph/index'
import { type FoundInFile, findInFile } from '../src/main/inference/index'
import { onnxFeeds } from '../src/main/inference/onnx-feeds'
import { openUnchanged } from '../src/main/inference/session'
import { weightFiles } from '../src/main/weights/index'
import { answerOf, startEngine } from './engine'
import { tokenIds } from './prompts'
import { interleaved, median, ratios, timed } from './samples'
import { atMost, number, type Row } from './table'

const root = dirname(import.meta.dirname)

/** 1,136 nodes, as PyTorch exports two layers with experts. */
const manyNodes = join(root, 'fixtures/onnx/gpt-oss-tiny/ts-eager-17-fixed.onnx')

/** What the finding of a transformer in an ONNX file costs, and what its hook points do. */
export async function measureOnnx(folder: string, rounds: number): Promise<Row[]> {
  const path = await exported(folder)
  const found = await lookInto(path)
  const nodes = found.file.model.graph!.node.length
  const aim = atMost(200, 'the graph is run on two small batches for the shapes of its values.')
  return [
    await measureFinding(
      manyNodes,
      '1,136 nodes; opening the file, and two small runs for the shapes, among it',
      rounds,
      aim,
    ),
    await measureFinding(path, `${nodes} nodes and 498 MB of weights, which both runs read`, rounds, null),
    ...(await measureFirstResult(path, Math.min(rounds, 5))),
    ...(await measureHookPoints(found, rounds)),
  ]
}

/** Our own graph of the model as a file beside its weights, which it names as external data, as exporters do for large models. */
async function exported(folder: string): Promise<string> {
  const path = join(folder, 'model.onnx')
  if (existsSync(path)) return path
  const checkpoint = await openCheckpoint(folder)
  const { model } = emitModel(readArchitecture(checkpoint), ['logits'], await weightFiles(checkpoint))
  writeFileSync(`${path}.part`, model)
  renameSync(`${path}.part`, path)
  return path
}

async function lookInto(path: string): Promise<FoundInFile> {
  const found = await findInFile(await openOnnx(path))
  if (found.model.stacks.length !== 1) throw new Error(`No transformer was found in ${path}.`)
  return found
}

async function measureFinding(path: string, from: string, rounds: number, aim: Row['aim']): Promise<Row> {
  const values: number[] = []
  await lookInto(path)
  for (let round = 0; round < rounds; round++) values.push(await timed(() => lookInto(path)))
  return { what: 'finding hook points in an ONNX file', values, unit: 'ms', aim, from }
}

/** A run that gives every hook point beside one that gives the file's own outputs, neither graph rewritten. */
async function measureHookPoints({ file, model: found }: FoundInFile, rounds: number): Promise<Row[]> {
  const tapped = tapOnnx(file, found.hooks, found.beside)
  const all = await openUnchanged(tapped)
  const original = tapOnnx(file, [])
  const own = await openUnchanged(original)
  const rows: Row[] = []
  for (const length of [16, 64]) {
    const feeds = (round: number) => onnxFeeds(found.inputs, { tokenIds: [tokenIds(length, round)] })
    const samples = await interleaved(rounds, {
      all: (round) => timed(() => all.run(feeds(round), [...new Set(tapped.outputs.values())])),
      own: (round) => timed(() => own.run(feeds(round), [...original.outputs.values()])),
    })
    rows.push({
      what: `all ${found.hooks.length} hook points of an ONNX file / its own outputs, ${length} tokens`,
      values: ratios(samples.all, samples.own),
      unit: '×',
      aim: null,
      from: `${number(median(samples.all))} ms / ${number(median(samples.own))} ms`,
    })
  }
  await all.release()
  await own.release()
  return rows
}

/** Until there is something to see, in an engine that has just started, and until ONNX Runtime alone gives its first scores. */
async function measureFirstResult(path: string, rounds: number): Promise<Row[]> {
  const opened = mkdtempSync(join(tmpdir(), 'tokentrace-bench-'))
  const until = async (round: number, dataFolder?: string) => {
    const { client, close } = await startEngine(dataFolder)
    const request = { path, prompt: { ids: tokenIds(16, round) }, device: 'cpu' as const }
    const took = await timed(async () => {
      await answerOf(client.run(request))
      await answerOf(client.analyse.trajectory({ ...request, position: 15, view: 'raw', watch: null }))
    })
    await close()
    return took
  }
  await until(rounds, opened)
  const samples = await interleaved(rounds, {
    ours: (round) => until(round),
    again: (round) => until(round, opened),
    plain: (round) =>
      timed(async () => {
        const session = await InferenceSession.create(path)
        const ids = BigInt64Array.from(tokenIds(16, round), BigInt)
        await session.run({ [session.inputNames[0]!]: new Tensor('int64', ids, [1, 16]) })
        await session.release()
      }),
  })
  rmSync(opened, { recursive: true })
  const row = (which: string, own: readonly number[]): Row => ({
    what: `an ONNX file, ${which}, until the first result / until ONNX Runtime alone gives its outputs`,
    values: ratios(own, samples.plain),
    unit: '×',
    aim: null,
    from: `${number(median(own))} ms / ${number(median(samples.plain))} ms; 498 MB, 16 tokens`,
  })
  return [row('never opened before', samples.ours), row('opened before', samples.again)]
}
