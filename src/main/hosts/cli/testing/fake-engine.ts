import { writeFile } from 'node:fs/promises'
import { implement } from '@orpc/server'
import { engineContract, type Progress } from '../../../../shared/contract'
import { Fault } from '../../../../shared/fault'
import { sampleTrajectory } from '../../../../shared/figures/trajectory.test-data'
import type { DeviceWish, ModelInfo, TokenInfo } from '../../../../shared/model-info'
import type { GraphProof, GraphStructure, OnnxInfo } from '../../../../shared/onnx-info'
import type { Trajectory } from '../../../../shared/trajectory'
import type { Engine } from '../../../engine'
import type { EngineRoom } from '../world'

export const sampleModel: ModelInfo = {
  path: '/models/smol',
  name: 'smol',
  format: 'safetensors',
  family: 'llama',
  kind: 'decoder',
  layers: 30,
  heads: 9,
  keyHeads: 3,
  dModel: 576,
  dHead: 64,
  dMlp: 1536,
  vocabulary: 49152,
  context: 8192,
  parameters: 134515008,
  dtype: 'BF16',
  about: [],
  bytes: 269060552,
  files: 1,
  fourBits: null,
  fingerprint: 'f1'.repeat(32),
  encoder: null,
  givenStates: false,
  asked: [],
  reads: null,
  tiedEmbeddings: true,
  languageModel: true,
  taskHead: null,
  finalNorm: true,
  tokenizerMissing: null,
  hookPoints: 603,
  unused: [],
}

export const sampleGraph: OnnxInfo = {
  path: '/models/model.onnx',
  name: 'smol',
  producer: 'pytorch 2.15.0',
  opsets: [{ domain: 'ai.onnx', version: 18 }],
  nodes: 1664,
  ownOperators: [{ name: 'com.microsoft.GroupQueryAttention', count: 30 }],
  inputs: [{ name: 'input_ids', dtype: 'INT64', shape: ['batch', '?'] }],
  outputs: [{ name: 'logits', dtype: 'FLOAT', shape: null }],
  mappedTensors: 272,
  mappedBytes: 538121104,
  files: 2,
  bytes: 538322200,
  hasTokenizer: false,
  fingerprint: 'f2'.repeat(32),
}

const sampleProofs: GraphProof[] = [
  { what: 'logits', error: 0, bound: 0, count: 1, place: 'logits' },
  { what: 'values', error: 0.5, bound: 0.002, count: 30, place: 'blocks.7.attn.hook_z' },
]

export const sampleStructure: Extract<GraphStructure, { kind: 'found' }> = {
  kind: 'found',
  stacks: [
    {
      at: 'blocks',
      layers: 30,
      heads: 9,
      keyHeads: 3,
      dModel: 576,
      dHead: 64,
      dMlp: 1536,
      positions: { kind: 'tokens' },
    },
  ],
  roles: { input_ids: 'ids' },
  hooks: ['blocks.0.hook_resid_pre', 'logits'],
  hookPoints: 603,
  vocabulary: 49152,
  unembeds: true,
  changes: [],
  missing: [{ what: 'blocks.0.mlp.*', reason: 'The MLP is not seen into.', near: ['MatMul /mlp/down'] }],
  proofs: null,
}

export interface FakeEngine extends EngineRoom {
  /** What it was asked, in order: the call's name and its input. */
  readonly calls: [name: string, input: unknown][]
}

const step: Progress = { stage: 'running', done: 1, total: 2 }

/**
 * An engine without models. A prompt of `wait` runs until it is stopped, `fault` is refused, `defect` meets a bug, and an
 * empty one is refused as the engine does.
 */
export function fakeEngine(trajectory: Trajectory = sampleTrajectory(2)): FakeEngine {
  const calls: FakeEngine['calls'] = []
  const engine = implement(engineContract)
  const deviceOf = (wish: DeviceWish) => ({
    wish,
    device: 'cpu' as const,
    reasons: wish === 'cpu' ? [] : ['cuda: its provider is not installed.'],
  })

  async function runOn(prompt: object, signal: AbortSignal | undefined): Promise<void> {
    const text = 'text' in prompt ? prompt.text : null
    if (text === '') throw Fault.input('The prompt is empty', { remedy: 'Type a sentence.' })
    if (text === 'fault') throw Fault.input('The header is cut short', { file: '/models/smol', place: 'byte 8' })
    if (text === 'defect') throw new Error('a defect\nof two lines')
    if (text === 'wait') {
      await new Promise((_, reject) => {
        if (signal?.aborted) reject(Fault.cancelled())
        signal?.addEventListener('abort', () => reject(Fault.cancelled()))
      })
    }
  }

  const router = {
    model: {
      inspect: engine.model.inspect.handler(({ input }) => {
        calls.push(['inspect', input])
        return { ...sampleModel, path: input.path }
      }),
      graph: engine.model.graph.handler(async function* ({ input }) {
        calls.push(['graph', input])
        yield step
        const proofs = input.prove ? sampleProofs : null
        return { info: { ...sampleGraph, path: input.path }, structure: { ...sampleStructure, proofs } }
      }),
      device: engine.model.device.handler(({ input }) => deviceOf(input.wish)),
      tokenize: engine.model.tokenize.handler(({ input }) => {
        calls.push(['tokenize', input])
        const tokens = 'text' in input && input.text === '' ? [] : trajectory.tokens
        return { tokens, context: 8192, templates: { special: true, chat: true } }
      }),
      wordIds: engine.model.wordIds.handler(({ input }): TokenInfo[] =>
        input.word === 'Paris'
          ? [
              { id: 8, text: 'Paris', special: false },
              { id: 9, text: ' Paris', special: false },
            ]
          : [],
      ),
    },
    run: engine.run.handler(async function* ({ input, signal }) {
      calls.push(['run', input])
      yield step
      await runOn(input.prompt, signal)
      return {
        tokens: trajectory.tokens,
        states: null,
        device: deviceOf(input.device),
        fromStore: true,
        stored: true,
        milliseconds: 1,
        bytes: 1,
      }
    }),
    analyse: {
      trajectory: engine.analyse.trajectory.handler(async function* ({ input }) {
        calls.push(['trajectory', input])
        yield step
        return { ...trajectory, position: input.position, view: input.view }
      }),
    },
    export: {
      figure: engine.export.figure.handler(async function* ({ input }) {
        calls.push(['figure', input])
        yield step
        return new File(['a figure'], `tower.${input.format}`)
      }),
      numbers: engine.export.numbers.handler(async function* ({ input }) {
        calls.push(['numbers', input])
        yield step
        return new File(['numbers'], `tower.${input.format}`)
      }),
    },
  }

  const saveActivations: Engine['saveActivations'] = async (request, options) => {
    calls.push(['saveActivations', request])
    options?.onProgress?.(step)
    await runOn(request.prompt, options?.signal)
    return {
      tensors: [
        { name: 'blocks.0.hook_resid_pre', shape: [1, 8, 576] },
        { name: 'logits', shape: [1, 8, 49152] },
      ],
      tokens: trajectory.tokens,
      device: deviceOf(request.device),
      fromStore: false,
      bytes: 1591296,
    }
  }

  return {
    calls,
    createEngine: (options) => {
      calls.push(['createEngine', options])
      return {
        router: router as unknown as Engine['router'],
        saveActivations,
        close: async () => void calls.push(['close', null]),
      }
    },
    writeBytes: (path, data) => writeFile(path, data),
  }
}
