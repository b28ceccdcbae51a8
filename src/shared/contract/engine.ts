import { eventIterator, oc } from '@orpc/contract'
import * as z from 'zod'
import { anatomy, partPlace, publishedModel } from '../anatomy'
import { attention } from '../attention'
import {
  circuitKind,
  circuitPairs,
  circuitReading,
  headCircuit,
  modelCircuits,
  mostCircuitPairs,
  mostCircuitWords,
} from '../circuits'
import { classification } from '../classification'
import { contexts, mostContexts } from '../contexts'
import { decomposition, decompositionTarget } from '../decomposition'
import {
  axes,
  direction,
  directionAngles,
  directionLook,
  directionPlace,
  mostDirections,
  probe,
  probeQuestion,
  thirdList,
} from '../direction'
import { faultData } from '../fault'
import { figureFormat } from '../figures/figure-formats'
import { figureSpec } from '../figures/figure-spec'
import { film } from '../figures/film/film'
import { figureCaption, savedFigure } from '../figures/saved-figure'
import { headDetail } from '../head-detail'
import { cellMeasure, matrixFacts, matrixWindow, spectrum, weightChoice, weightInfo } from '../matrix'
import { deviceChoice, deviceWish, modelInfo, templates, tokenInfo } from '../model-info'
import { givenInput, onnxLook } from '../onnx-info'
import { generation, prediction, samplingSettings } from '../prediction'
import { selfCheck } from '../self-check'
import { mostCkaTexts, similarity } from '../similarity'
import { trajectory, trajectoryView } from '../trajectory'
import { twoModels } from '../two-models'
import {
  mapFileFormat,
  mapQuestion,
  mostNeighbours,
  vocabularyPath,
  wordNeighbours,
  wordTable,
} from '../vocabulary-map'
import { weightErrors } from '../weight-errors'
import { arithmeticQuestion, wordArithmetic } from '../word-arithmetic'
import { knownWords, wordList } from '../word-list'
import { progress } from './progress'
import { besidePrompt, filePrompt, prompt, textPrompt } from './prompt'

/** Every failure of a call arrives as this one error, whose data says what the receiver may do. */
const base = oc.errors({ FAULT: { status: 422, data: faultData } })

/** A call that takes its time: it yields progress and returns its answer. Aborting it cancels it. */
function long<T extends z.ZodType>(answer: T) {
  return eventIterator(progress, answer)
}

export const storeInfo = z.object({
  /** The SQLite file. */
  path: z.string(),
  /** On disk, the weights among them. */
  bytes: z.int(),
  /** Of quantised weights that were made ready to compute with. */
  weightBytes: z.int(),
  limitBytes: z.int(),
  entries: z.int(),
  /** Set when the file that was found could not be used: what happened and where it was moved. */
  notice: z.string().nullable(),
})

export const recentModel = z.object({ path: z.string(), name: z.string(), parameters: z.int() })

const traceInput = z.object({
  path: z.string(),
  prompt,
  device: deviceWish,
  position: z.int().nonnegative(),
  view: trajectoryView,
  /** Token id whose probability is followed; null for the likeliest at the end. */
  watch: z.int().nonnegative().nullable(),
})

const ofWeight = z.object({ path: z.string(), weight: weightChoice })
const onModel = traceInput.pick({ path: true, device: true })

const circuitInput = traceInput.pick({ path: true, device: true }).extend({
  ...circuitReading.shape,
  /** Number of the attention. */
  layer: z.int().nonnegative(),
  head: z.int().nonnegative(),
  circuit: circuitKind,
})

const circuitWords = z.array(z.int().nonnegative()).max(mostCircuitWords)

/** The engine's API: all that a host or a window may ask of it. */
export const engineContract = {
  hello: base.output(z.object({ version: z.string(), pid: z.int() })),

  model: {
    /**
     * What a model is, from its headers alone. `path` is a folder, a relative one from the home folder, or
     * `sample`, the shipped model.
     */
    inspect: base.input(z.object({ path: z.string() })).output(modelInfo),
    /**
     * What an ONNX file holds, and what is found inside by running it on a few tokens; with `prove`, also whether the numbers
     * of a run bear that out. `path` is that of the file; `given` has numbers for inputs by their names, of which those of no known
     * use need some.
     */
    graph: base
      .input(z.object({ path: z.string(), prove: z.boolean(), given: z.record(z.string(), givenInput).optional() }))
      .output(long(onnxLook)),
    /** Which device would run, tried out on a small graph. */
    device: base.input(z.object({ wish: deviceWish })).output(deviceChoice),
    tokenize: base.input(z.union([textPrompt, filePrompt]).and(z.object({ ...besidePrompt, path: z.string() }))).output(
      z.object({
        tokens: z.array(tokenInfo),
        context: z.int().nullable(),
        /** What can be added to words here; null for no words, for which the tokenizer is not read. */
        templates: templates.nullable(),
      }),
    ),
    /** Token ids of a word typed by hand, with and without a leading space: what may be watched. */
    wordIds: base.input(z.object({ path: z.string(), word: z.string() })).output(z.array(tokenInfo)),
    /** Whether it behaves as a trained model whose parts sum to the whole. Runs a fixed text; nothing is stored. */
    selfCheck: base.input(traceInput.pick({ path: true, device: true })).output(long(selfCheck)),
    /** Where its parameters are: of a model on the disk, of a `config.json` alone, or of a published model by its id. */
    anatomy: base.input(z.union([z.object({ path: z.string() }), z.object({ published: z.string() })])).output(anatomy),
    /** Published models whose parameters can be looked at without their weights. */
    published: base.output(z.array(publishedModel)),
    /** The weights of a part, as they lie in the files. */
    weights: base.input(partPlace.extend({ path: z.string() })).output(z.array(weightInfo)),
    recent: base.output(z.array(recentModel)),
    /** Folders and model files below a path that is being typed, and whether each is or holds a model. */
    complete: base
      .input(z.object({ path: z.string() }))
      .output(z.array(z.object({ path: z.string(), isModel: z.boolean() }))),
  },

  media: {
    /** What a model sees of an image, as `writePicture` of src/shared/media-input.ts has it. */
    picture: base.input(z.object({ path: z.string(), file: z.string() })).output(z.file()),
    /** Keeps a file that a browser gave, which does not tell where it lies. */
    keep: base.input(z.object({ file: z.file() })).output(z.object({ path: z.string() })),
  },

  /** Runs the model on a prompt and stores the residual stream, unless the store has it. */
  run: base.input(traceInput.pick({ path: true, prompt: true, device: true })).output(
    long(
      z.object({
        tokens: z.array(tokenInfo),
        /** How many states the decoder was given beside them; null for models that compute what they read. */
        states: z.int().nullable(),
        device: deviceChoice,
        fromStore: z.boolean(),
        milliseconds: z.number(),
        /** False where the activations are larger than the store's limit; the next look computes them again. */
        stored: z.boolean(),
        /** Bytes of activations, captured or read back. */
        bytes: z.int(),
      }),
    ),
  ),

  analyse: {
    /** One token's path through the layers; runs the model first where the store has nothing. */
    trajectory: base.input(traceInput.extend({ axes })).output(long(trajectory)),
    /** One token's step by an attention and its block's MLP as sums of what their parts wrote, and its whole stack's parts. */
    decomposition: base
      .input(
        traceInput.omit({ watch: true }).extend({ layer: z.int().nonnegative(), target: decompositionTarget, axes }),
      )
      .output(long(decomposition)),
    /** What the model predicts at every position, and the logit lens there after every layer. A null `watch` follows no word. */
    prediction: base.input(traceInput.omit({ position: true, view: true })).output(long(prediction)),
    /** What the model's head for another task than words makes of the prompt: classes of the text, or of each token. */
    classes: base.input(traceInput.pick({ path: true, prompt: true, device: true })).output(long(classification)),
    /** One token in each of several sentences, in one basis, and how far they are apart. Progress counts sentences. */
    contexts: base
      .input(
        traceInput.pick({ path: true, device: true, view: true }).extend({
          items: z
            .array(traceInput.pick({ prompt: true, position: true }))
            .min(2)
            .max(mostContexts),
          axes,
        }),
      )
      .output(long(contexts)),
    /**
     * The same token ids through two models: `other` is the reference. Of what these two cannot have, the answer says why;
     * where that is everything, the call fails. Progress says which model.
     */
    models: base.input(traceInput.omit({ watch: true }).extend({ other: z.string(), axes })).output(long(twoModels)),
    /** CKA between every two stations of two models, over all tokens of the prompts. `other` is the reference. */
    similarity: base
      .input(
        traceInput
          .pick({ path: true, device: true })
          .extend({ other: z.string(), prompts: z.array(prompt).min(1).max(mostCkaTexts) }),
      )
      .output(long(similarity)),
    /** Every tensor that two models both have, against `other`’s. Runs neither. Progress counts the bytes of both files. */
    weights: base.input(z.object({ path: z.string(), other: z.string() })).output(long(weightErrors)),
    /** One weight's numbers in sum. Progress counts its values twice. */
    matrix: base.input(ofWeight).output(long(matrixFacts)),
    /** All its singular values, or of one that is too large for that the largest. Progress counts operations. */
    spectrum: base.input(ofWeight).output(long(spectrum)),
    /** A window of it in at most so many cells (`cellsOf`): little-endian F32 of [height, width]. Nothing else is read. */
    cells: base
      .input(
        ofWeight.extend({
          ...matrixWindow.shape,
          height: z.int().min(1).max(4096),
          width: z.int().min(1).max(4096),
          measure: cellMeasure,
        }),
      )
      .output(long(z.file())),
    /** What every head does on the prompt, and on random tokens said twice. */
    attention: base.input(traceInput.pick({ path: true, prompt: true, device: true })).output(long(attention)),
    /** One attention's weights and scores: little-endian F32 of shape [2, heads, queries, keys] (`readPatterns`). */
    patterns: base
      .input(traceInput.pick({ path: true, prompt: true, device: true }).extend({ layer: z.int().nonnegative() }))
      .output(long(z.file())),
    /** One query and key of a head taken apart. A null `head` or `key` is the one with the largest weight. */
    head: base
      .input(
        traceInput.pick({ path: true, prompt: true, device: true }).extend({
          layer: z.int().nonnegative(),
          head: z.int().nonnegative().nullable(),
          query: z.int().nonnegative(),
          key: z.int().nonnegative().nullable(),
        }),
      )
      .output(long(headDetail)),
    /** Words added and taken away, and the vocabulary's words nearest to what comes of it. Progress counts sentences. */
    arithmetic: base.input(onModel.extend(arithmeticQuestion.shape)).output(long(wordArithmetic)),
    /** A direction, and where the entries of its two lists lie along it, and those of a third. */
    direction: base.input(onModel.extend({ direction, third: thirdList.optional() })).output(long(directionLook)),
    /** The angles between directions; those that the model has not are said to be missing. */
    angles: base
      .input(onModel.extend({ directions: z.array(direction).min(1).max(mostDirections) }))
      .output(long(directionAngles)),
    /** A linear probe between two lists of sentences at every station. Progress counts sentences, then stations. */
    probe: base.input(onModel.extend(probeQuestion.shape)).output(long(probe)),
  },

  /** What the weights of heads say by themselves, of no run. */
  circuits: {
    /** One head's circuit on two lists of words, its singular values, and its first directions by the nearest words. */
    head: base.input(circuitInput.extend({ from: circuitWords, to: circuitWords })).output(long(headCircuit)),
    /** Its strongest pairs of words over the whole vocabulary, or with one word held. Progress counts blocks of words. */
    pairs: base
      .input(
        circuitInput.extend({
          held: z.object({ id: z.int().nonnegative(), as: z.enum(['from', 'to']) }).nullable(),
          count: z.int().min(1).max(mostCircuitPairs),
        }),
      )
      .output(long(circuitPairs)),
    /** Whether each head copies, and how heads compose. Also runs the model once on random tokens said twice. */
    model: base
      .input(traceInput.pick({ path: true, device: true }).extend({ norms: circuitReading.shape.norms }))
      .output(long(modelCircuits)),
  },

  /** All words of a model at once. */
  vocabulary: {
    /** What is known of each word without a layout: `readVocabularyWords`. Progress counts words. */
    words: base.input(onModel.extend({ of: wordTable })).output(long(z.file())),
    /** Where each word is: `readVocabularyMap`. A layout is kept in the store. Progress counts words, then epochs. */
    map: base.input(onModel.extend(mapQuestion.shape)).output(long(z.file())),
    /** The words nearest to a word in the full space. */
    nearest: base
      .input(onModel.extend({ of: wordTable, id: z.int().nonnegative(), count: z.int().min(1).max(mostNeighbours) }))
      .output(long(wordNeighbours)),
    /** One token's stations over a map; makes the map where the store has none. */
    path: base
      .input(traceInput.pick({ path: true, prompt: true, device: true, position: true }).extend(mapQuestion.shape))
      .output(long(vocabularyPath)),
  },

  /** Goes on with a prompt by `count` tokens at most. Progress counts them. */
  generate: base
    .input(
      traceInput
        .pick({ path: true, prompt: true, device: true })
        .extend({ ...samplingSettings.shape, count: z.int().min(1).max(64) }),
    )
    .output(long(generation)),

  export: {
    /** The figure that the window shows, drawn by the same component, or the numbers that it is drawn from, as a file. */
    figure: base
      .input(
        z.object({
          path: z.string(),
          /** The second model of a figure of two. */
          other: z.string().optional(),
          device: deviceWish,
          spec: figureSpec,
          format: figureFormat,
          /** Dots an inch, for PNG and WebP. */
          dpi: z.number().min(36).max(1200),
          /** Of a moving picture; left out is `plainFilm`. Progress counts frames. */
          film: film.optional(),
        }),
      )
      .output(long(z.file())),
    /** A map of all words and what is known of them, a row for each. */
    vocabulary: base.input(onModel.extend({ ...mapQuestion.shape, format: mapFileFormat })).output(long(z.file())),
    /** What a paper would say under the figure, and how it would cite the model where its card says so. */
    caption: base
      .input(z.object({ path: z.string(), other: z.string().optional(), device: deviceWish, spec: figureSpec }))
      .output(long(figureCaption)),
    /** What a figure that was saved before is made from: an SVG, PDF, EPS, PNG, WebP, GLB, GIF or MP4, or a JSON file with its numbers or spec. */
    read: base.input(z.object({ file: z.file() })).output(savedFigure),
    /** The numbers of the table and of the picture. */
    numbers: base.input(traceInput.extend({ axes, format: z.enum(['csv', 'json']) })).output(long(z.file())),
  },

  /** Directions that were saved by name, beside the recent models; each says how it is made. */
  directions: {
    saved: base.output(z.array(direction)),
    /** One of the same name gives way. */
    save: base.input(direction).output(z.array(direction)),
    rename: base.input(z.object({ name: z.string(), to: direction.shape.name })).output(z.array(direction)),
    remove: base.input(z.object({ name: z.string() })).output(z.array(direction)),
    /** The lists that are shipped, and what a model's vocabulary has of their words; null of sentences, and without a tokenizer. */
    lists: base
      .input(z.object({ path: z.string() }))
      .output(z.array(z.object({ id: z.string(), list: wordList, known: knownWords.nullable() }))),
    /** Where a model's directions can be read: tables of words that it has, then the stations of its stacks. */
    places: base.input(z.object({ path: z.string() })).output(z.array(directionPlace)),
    /** What a model's vocabulary has of words. */
    known: base.input(z.object({ path: z.string(), words: z.array(z.string()).max(1000) })).output(knownWords),
  },

  store: {
    info: base.output(storeInfo),
    clear: base.output(storeInfo),
    setLimit: base.input(z.object({ bytes: z.int().min(1 << 20) })).output(storeInfo),
    /** Moves to another folder; what is stored in the old one stays there. */
    setFolder: base.input(z.object({ path: z.string() })).output(storeInfo),
  },

  /** A model dropped on a browser, which does not tell paths: its files are copied to this machine's engine. */
  drop: {
    begin: base
      .input(
        z.object({ name: z.string(), files: z.array(z.object({ name: z.string(), size: z.int().nonnegative() })) }),
      )
      .output(z.object({ id: z.string() })),
    chunk: base.input(z.object({ id: z.string(), name: z.string(), offset: z.int(), data: z.file() })),
    finish: base.input(z.object({ id: z.string() })).output(z.object({ path: z.string() })),
    cancel: base.input(z.object({ id: z.string() })),
  },
}

export type StoreInfo = z.infer<typeof storeInfo>
export type RecentModel = z.infer<typeof recentModel>
export type TraceInput = z.infer<typeof traceInput>
