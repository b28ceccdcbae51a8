import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { implement } from '@orpc/server'
import { engineContract, type RecentModel } from '../../shared/contract'
import { Fault } from '../../shared/fault'
import type { WeightChoice } from '../../shared/matrix'
import { writePicture } from '../../shared/media-input'
import type { ModelInfo } from '../../shared/model-info'
import { sampleName } from '../../shared/sample'
import { chooseDevice } from '../inference'
import { addWords } from './add-words'
import { findPairs } from './circuits/find-pairs'
import { lookAtCircuit } from './circuits/look-at-circuit'
import { lookAtModelCircuits } from './circuits/model-circuits'
import { classifyText, runTaps } from './classify-text'
import { compareSentences } from './compare-contexts'
import { compareModels } from './compare-models'
import { compareSimilarity } from './compare-similarity'
import { compareWeights } from './compare-weights'
import { completePath } from './complete-path'
import { decomposeMove } from './decompose-move'
import { placesOf } from './direction-places'
import { openDroppedModels } from './dropped-models'
import type { Engine, EngineOptions } from './engine'
import { captionFigure, exportFigure, exportNumbers, type FigureRequest, type NumbersRequest } from './export-figure'
import { findAnatomy, publishedModels } from './find-anatomy'
import { generate } from './generate'
import { keepMedia } from './kept-media'
import { keptReadings } from './kept-readings'
import { type LongWork, longCall } from './long-call'
import { measureAttention, patternsOf } from './look-at-attention'
import { lookAtDirection, measureAngles } from './look-at-direction'
import { lookAtHead } from './look-at-head'
import { lookIntoGraph } from './look-into-graph'
import { type CellsRequest, matrixCells, matrixFacts, matrixSpectrum, weightsAt } from './matrices'
import { readMediaPrompt } from './media-prompt'
import { createOpenModels, type OpenedModel } from './opened-model'
import { predictWords } from './predict'
import { probeSentences } from './probe-sentences'
import { readFigure } from './read-figure'
import { demandTokenizer, tokensOf } from './read-prompt'
import type { RunOptions } from './run-options'
import { type RunRequest, type RunTools, runPrompt } from './run-prompt'
import { createRunners } from './runners'
import { saveActivations } from './save-activations'
import { checkModel } from './self-check'
import { createQueue } from './serial-queue'
import { openSettings, recentModels, rememberModel, removeDirection, renameDirection, saveDirection } from './settings'
import { shippedLists } from './shipped-lists'
import { openStorePlace } from './store-place'
import { traceToken } from './trace-token'
import { type ExportRequest, exportVocabulary } from './vocabulary-map/export-vocabulary'
import { type MapTools, mapVocabulary } from './vocabulary-map/map-vocabulary'
import { nearestWords } from './vocabulary-map/nearest-words'
import { pathOverMap } from './vocabulary-map/path-over-map'
import { vocabularyWords } from './vocabulary-map/vocabulary-words'
import { knownOf } from './word-rows'

/** Puts the rooms together: reads calls, hands them on, and keeps what outlives a call (models, store, settings). */
export async function createEngine({ dataFolder, version, sampleFolder }: EngineOptions): Promise<Engine> {
  await makeFolder(dataFolder)
  const settings = openSettings(dataFolder)
  const place = openStorePlace(settings)
  const drops = await openDroppedModels(dataFolder)
  const models = createOpenModels(
    sampleFolder,
    keptReadings(() => join(settings.get().storeFolder, 'graphs')),
  )
  // Native calls hold the thread and the memory: one at a time.
  const queue = createQueue()
  const runners = createRunners(queue, place)
  const tools = { runners, store: () => place.store() }
  const engine = implement(engineContract)
  const queued = <T>(signal: AbortSignal | undefined, work: LongWork<T>) =>
    longCall((onProgress, inner) => queue(() => work(onProgress, inner), inner), signal)

  /** A long call that works on one model: named by path in the call, opened for the work. */
  const look =
    <R extends { model: OpenedModel }, T>(work: (tools: RunTools, request: R, options: RunOptions) => Promise<T>) =>
    ({ input, signal }: { input: Omit<R, 'model'> & { path: string }; signal?: AbortSignal | undefined }) =>
      queued(signal, async (onProgress, inner) => {
        const { path, ...rest } = input
        const request = { ...rest, model: await models.open(path, inner) } as unknown as R
        return work(tools, request, { onProgress, signal: inner })
      })

  /** The same for work of minutes that lets others in: it waits in the queue itself, whenever it needs what that guards. */
  const ownTurns =
    <R extends { model: OpenedModel }, T>(work: (tools: MapTools, request: R, options: RunOptions) => Promise<T>) =>
    ({ input, signal }: { input: Omit<R, 'model'> & { path: string }; signal?: AbortSignal | undefined }) =>
      longCall(async (onProgress, inner) => {
        const { path, ...rest } = input
        const request = { ...rest, model: await queue(() => models.open(path, inner), inner) } as unknown as R
        return work({ ...tools, queue }, request, { onProgress, signal: inner })
      }, signal)

  /** A long call that only reads the files of a model, so that nothing waits for it. */
  const reading =
    <R extends { model: OpenedModel; weight: WeightChoice }, T>(
      work: (request: R, options: RunOptions) => Promise<T>,
    ) =>
    ({ input, signal }: { input: Omit<R, 'model'> & { path: string }; signal?: AbortSignal | undefined }) =>
      longCall(async (onProgress, inner) => {
        const { path, ...rest } = input
        return work({ ...rest, model: await models.open(path, inner) } as unknown as R, { onProgress, signal: inner })
      }, signal)

  /** The same on two models, of which the call names the other one too. */
  const lookAtTwo = <R extends { model: OpenedModel; other: OpenedModel }, T>(
    work: (tools: RunTools, request: R, options: RunOptions) => Promise<T>,
  ) => {
    type Rest = Omit<R, 'model' | 'other'> & { other: string }
    return look(async (tools, { other, ...rest }: { model: OpenedModel } & Rest, options) =>
      work(tools, { ...rest, other: await models.open(other, options.signal) } as unknown as R, options),
    )
  }

  /** The same on one model or two, as a figure is of. */
  const lookAtFigure = <R extends Pick<FigureRequest, 'model' | 'other' | 'version'>, T>(
    work: (tools: RunTools, request: R, options: RunOptions) => Promise<T>,
  ) => {
    type Rest = Omit<R, 'model' | 'other' | 'version'> & { other?: string | undefined }
    return look(async (tools, { other: path, ...rest }: { model: OpenedModel } & Rest, options) => {
      const other = path === undefined ? null : await models.open(path, options.signal)
      return work(tools, { ...rest, other, version } as unknown as R, options)
    })
  }

  const router = engine.router({
    hello: engine.hello.handler(() => ({ version, pid: process.pid })),

    model: {
      inspect: engine.model.inspect.handler(async ({ input, signal }) => {
        const { info } = await models.open(input.path, signal)
        if (info.path !== sampleName) {
          await rememberModel(settings, recentOf(info)).catch(() => {
            // A convenience: a model opens also where the settings cannot be written.
          })
        }
        return info
      }),
      graph: engine.model.graph.handler(({ input, signal }) =>
        queued(signal, (onProgress, inner) => lookIntoGraph(models, input, { onProgress, signal: inner })),
      ),
      device: engine.model.device.handler(({ input, signal }) => queue(() => chooseDevice(input.wish), signal)),
      tokenize: engine.model.tokenize.handler(async ({ input, signal }) => {
        const model = await models.open(input.path, signal)
        const { context } = model.info
        if ('file' in input || model.info.reads)
          return { tokens: await tokensOf(model, input), context, templates: null }
        if (input.text === '') return { tokens: [], context, templates: null }
        const { templates } = await demandTokenizer(model)
        return { tokens: await tokensOf(model, input), context, templates }
      }),
      wordIds: engine.model.wordIds.handler(async ({ input, signal }) => {
        const model = await models.open(input.path, signal)
        return (await demandTokenizer(model)).wordIds(input.word)
      }),
      selfCheck: engine.model.selfCheck.handler(look(checkModel)),
      anatomy: engine.model.anatomy.handler(({ input, signal }) => findAnatomy(models, input, signal)),
      published: engine.model.published.handler(() => publishedModels()),
      weights: engine.model.weights.handler(async ({ input: { path, ...place }, signal }) =>
        weightsAt(await models.open(path, signal), place),
      ),
      recent: engine.model.recent.handler(() => recentModels(settings)),
      complete: engine.model.complete.handler(({ input }) => completePath(input.path)),
    },

    media: {
      picture: engine.media.picture.handler(async ({ input, signal }) => {
        const read = await readMediaPrompt(await models.open(input.path, signal), { file: input.file })
        if (!read?.picture)
          throw Fault.input('The model sees no image', { file: input.path, remedy: 'Open one that does.' })
        return new File([writePicture(read.picture)], 'picture.rgb', { type: 'application/octet-stream' })
      }),
      keep: engine.media.keep.handler(async ({ input }) => ({ path: await keepMedia(dataFolder, input.file) })),
    },

    run: engine.run.handler(
      look((tools, request: RunRequest, options) => {
        return runPrompt(tools, request, runTaps(request.model), options, async (run) => ({
          tokens: [...run.tokens],
          states: run.states,
          device: run.device,
          fromStore: run.fromStore,
          stored: run.stored,
          milliseconds: run.milliseconds,
          bytes: run.bytes,
        }))
      }),
    ),

    analyse: {
      trajectory: engine.analyse.trajectory.handler(look(traceToken)),
      decomposition: engine.analyse.decomposition.handler(look(decomposeMove)),
      prediction: engine.analyse.prediction.handler(look(predictWords)),
      classes: engine.analyse.classes.handler(look(classifyText)),
      contexts: engine.analyse.contexts.handler(look(compareSentences)),
      models: engine.analyse.models.handler(lookAtTwo(compareModels)),
      similarity: engine.analyse.similarity.handler(lookAtTwo(compareSimilarity)),
      // It only reads files, so that nothing waits for it.
      weights: engine.analyse.weights.handler(({ input, signal }) =>
        longCall(async (onProgress, inner) => {
          const [model, other] = [await models.open(input.path, inner), await models.open(input.other, inner)]
          return compareWeights(model, other, { onProgress, signal: inner })
        }, signal),
      ),
      matrix: engine.analyse.matrix.handler(
        reading(({ model, weight }, options) => matrixFacts(model, weight, options)),
      ),
      spectrum: engine.analyse.spectrum.handler(
        reading(({ model, weight }, options) => matrixSpectrum(model, weight, options)),
      ),
      cells: engine.analyse.cells.handler(
        reading(({ model, ...request }: { model: OpenedModel } & CellsRequest, options) =>
          matrixCells(model, request, options),
        ),
      ),
      attention: engine.analyse.attention.handler(look(measureAttention)),
      patterns: engine.analyse.patterns.handler(look(patternsOf)),
      head: engine.analyse.head.handler(look(lookAtHead)),
      arithmetic: engine.analyse.arithmetic.handler(look(addWords)),
      direction: engine.analyse.direction.handler(look(lookAtDirection)),
      angles: engine.analyse.angles.handler(look(measureAngles)),
      probe: engine.analyse.probe.handler(look(probeSentences)),
    },

    circuits: {
      head: engine.circuits.head.handler(look(lookAtCircuit)),
      pairs: engine.circuits.pairs.handler(look(findPairs)),
      model: engine.circuits.model.handler(look(lookAtModelCircuits)),
    },

    vocabulary: {
      words: engine.vocabulary.words.handler(look(vocabularyWords)),
      map: engine.vocabulary.map.handler(ownTurns(mapVocabulary)),
      nearest: engine.vocabulary.nearest.handler(look(nearestWords)),
      path: engine.vocabulary.path.handler(ownTurns(pathOverMap)),
    },

    generate: engine.generate.handler(look(generate)),

    export: {
      figure: engine.export.figure.handler(lookAtFigure(exportFigure)),
      vocabulary: engine.export.vocabulary.handler(
        ownTurns((tools, request: Omit<ExportRequest, 'version'>, options) =>
          exportVocabulary(tools, { ...request, version }, options),
        ),
      ),
      caption: engine.export.caption.handler(lookAtFigure(captionFigure)),
      read: engine.export.read.handler(({ input }) => readFigure(input.file)),
      numbers: engine.export.numbers.handler(
        look((tools, request: Omit<NumbersRequest, 'version'>, options) =>
          exportNumbers(tools, { ...request, version }, options),
        ),
      ),
    },

    directions: {
      saved: engine.directions.saved.handler(() => [...settings.get().directions]),
      save: engine.directions.save.handler(({ input }) => saveDirection(settings, input)),
      rename: engine.directions.rename.handler(({ input }) => renameDirection(settings, input.name, input.to)),
      remove: engine.directions.remove.handler(({ input }) => removeDirection(settings, input.name)),
      lists: engine.directions.lists.handler(async ({ input, signal }) => {
        const model = await models.open(input.path, signal)
        const isRead = model.info.tokenizerMissing === null
        return Promise.all(
          Object.entries(shippedLists).map(async ([id, list]) => ({
            id,
            list,
            known: list.of === 'words' && isRead ? await knownOf(model, list.pairs.flat()) : null,
          })),
        )
      }),
      places: engine.directions.places.handler(async ({ input, signal }) =>
        placesOf(await models.open(input.path, signal)),
      ),
      known: engine.directions.known.handler(async ({ input, signal }) =>
        knownOf(await models.open(input.path, signal), input.words),
      ),
    },

    store: {
      info: engine.store.info.handler(() => place.info()),
      // No session may have files mapped that go.
      clear: engine.store.clear.handler(({ signal }) =>
        queue(async () => {
          await runners.close()
          return place.clear()
        }, signal),
      ),
      setLimit: engine.store.setLimit.handler(({ input, signal }) => queue(() => place.setLimit(input.bytes), signal)),
      // A run that is under way puts what it computed where it began.
      setFolder: engine.store.setFolder.handler(({ input, signal }) =>
        queue(() => place.setFolder(input.path), signal),
      ),
    },

    drop: {
      begin: engine.drop.begin.handler(({ input }) => drops.begin(input)),
      chunk: engine.drop.chunk.handler(({ input }) => drops.chunk(input)),
      finish: engine.drop.finish.handler(({ input }) => drops.finish(input)),
      cancel: engine.drop.cancel.handler(({ input }) => drops.cancel(input)),
    },
  })

  return {
    router,
    saveActivations: ({ path, ...request }, { onProgress, signal } = {}) =>
      queue(async () => {
        const model = await models.open(path, signal)
        return saveActivations(tools, model, { path, ...request }, { onProgress, signal, version })
      }, signal),
    async close() {
      // Behind whatever is under way.
      await queue(() => runners.close())
      await drops.close()
      place.close()
    },
  }
}

function recentOf({ path, name, parameters }: ModelInfo): RecentModel {
  return { path, name, parameters }
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true })
  } catch (error) {
    const details = error instanceof Error ? error.message : String(error)
    throw Fault.environment('The data folder cannot be made', {
      file: folder,
      details,
      remedy: 'Name another with --data.',
    })
  }
}
