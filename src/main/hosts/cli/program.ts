import { resolve } from 'node:path'
import { Command, Option } from 'commander'
import envPaths from 'env-paths'
import {
  type CircuitKind,
  type CircuitReading,
  circuitKind,
  circuitNorms,
  mostCircuitPairs,
} from '../../../shared/circuits'
import type { Prompt } from '../../../shared/contract'
import type { SentenceState } from '../../../shared/direction'
import { type FigureTheme, figureTheme } from '../../../shared/figures/trajectory-spec'
import { type MapColouring, mapColouring } from '../../../shared/figures/vocabulary/map-colours'
import { type CacheDtype, cacheDtypes } from '../../../shared/forward-work'
import { type DeviceWish, deviceWish } from '../../../shared/model-info'
import type { GivenInput } from '../../../shared/onnx-info'
import { type TrajectoryView, trajectoryView } from '../../../shared/trajectory'
import { type MapQuestion, mapQuestion, mostClusters, usualUmap } from '../../../shared/vocabulary-map'
import { modelArgument } from '../model-argument'
import { activations, tensorFormats } from './activations'
import { anatomy } from './anatomy'
import { circuits } from './circuits'
import { type CompareRequest, compare } from './compare'
import { angles, arithmetic, direction, probe } from './directions'
import { figure } from './figure'
import { figureEndings, figureFile } from './figure-file'
import { type FilmWords, filmOf, withFilm } from './film-options'
import { inspect } from './inspect'
import { inspectGraph } from './inspect-graph'
import type { ListWords } from './list-options'
import { namedInput, numberWithin, tapGlobs, tokenIds } from './option-values'
import { outputFile } from './output-path'
import { readLines } from './read-lines'
import { trace } from './trace'
import { vocabulary } from './vocabulary'
import type { World } from './world'
import { WrongUse } from './wrong-use'

const examples = `
Examples:
  tokentrace inspect ~/models/gpt2
  tokentrace trace sample --prompt "The Eiffel Tower is in" --token Tower
  tokentrace trace ~/models/gpt2 --prompt "The Eiffel Tower is in Paris" --token Tower --out tower.svg
  tokentrace trace ~/models/gpt2 --prompt "The Eiffel Tower is in Paris" --token Tower --out journey.mp4 --journey both --seconds 12
  tokentrace trace ~/models/gpt2 --prompt "A tower by a tower" --token tower#2 --watch Paris
  tokentrace compare smol-q4_k_m.gguf smol-f16.gguf --prompt "The Eiffel Tower is in" --token Tower
  tokentrace anatomy gpt2.gguf --against gpt-3
  tokentrace arithmetic ~/models/gpt2 "king - man + woman"
  tokentrace direction ~/models/gpt2 --list gender --out gender.svg
  tokentrace angles ~/models/gpt2 "woman - man" "queen - king"
  tokentrace probe ~/models/gpt2 --list subject-number --out probe.pdf
  tokentrace circuits sample --head 3.3 --circuit ov --words "the king and the queen" --pairs 20
  tokentrace vocabulary ~/models/gpt2 --layout umap --rows unit --out words.csv --out words.pdf
  tokentrace figure tower.svg --model ~/models/gpt2 --out tower.pdf
  tokentrace figure paper.json --model ~/models/gpt2
  tokentrace activations ~/models/gpt2 --token-ids 5,17,42 --taps 'blocks.*.hook_resid_pre,logits' --out run.npz

It ends with 0 when done, 1 when it could not be done, 2 when it was used wrongly.`

/** The command line: its words, and what each command does in the given world. */
export function createProgram(world: World): Command {
  const { stdout, stderr } = world
  const program = new Command('tokentrace')
    .description('Looks inside transformer models: what a model is, its activations, one token through its layers.')
    .option('--data <folder>', 'where settings and activations are kept', envPaths('tokentrace', { suffix: '' }).data)
    .version(world.version)
    .addHelpText('after', examples)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      getOutHelpWidth: () => stdout.columns ?? 100,
      getErrHelpWidth: () => stderr.columns ?? 100,
    })
  const place = (words: { data: string }) => ({ dataFolder: resolve(world.cwd, words.data) })
  const named = (model: string) => modelArgument(model, world.cwd)

  program
    .command('inspect')
    .summary('say what a model is')
    .description('Says what a model is, from its headers alone, and which device would run it.')
    .argument(
      '<MODEL>',
      'a model folder, a GGUF or ONNX file, a name in Ollama, or sample for the model that is shipped',
    )
    .option(
      '--check',
      'also run it on a fixed text: its loss, sums of its parts, finite values; ends with 1 where one fails',
    )
    .addOption(inputOption())
    .option('--json', 'as JSON')
    .addOption(deviceOption())
    .action(async (model: string, _, command: Command) => {
      const words = command.optsWithGlobals<
        GlobalWords & { json?: true; check?: true; input?: Record<string, GivenInput> }
      >()
      const { device, json = false, check = false, input } = words
      const isGraph = /\.onnx$/i.test(model)
      if (input && !isGraph)
        throw new WrongUse('--input gives numbers for an ONNX graph’s inputs; other models take none.')
      const given = input && filesWithin(input, world.cwd)
      const request = { model: named(model), device, json, check, ...(given ? { given } : {}), ...place(words) }
      await (isGraph ? inspectGraph : inspect)(request, world)
    })

  withPrompt(program.command('activations'))
    .summary('write activations to a file')
    .description('Runs a model and writes hook points to a file, F32, each under its name with its batch dimension.')
    .requiredOption('--taps <globs>', "hook points, as 'blocks.*.hook_resid_pre,logits'; ** also spans dots", tapGlobs)
    .requiredOption('--out <file>', `the file to write: ${endings(tensorFormats)}`)
    .action(async (model: string, _, command: Command) => {
      const words = command.optsWithGlobals<PromptWords & { taps: string[]; out: string }>()
      const { device, taps } = words
      const output = outputFile(words.out, world.cwd, tensorFormats)
      await activations(
        { model: named(model), prompt: promptOf(words, world), taps, output, device, ...place(words) },
        world,
      )
    })

  withFilm(withPicture(withPrompt(program.command('trace'))))
    .summary('follow one token through the layers')
    .description('Follows one token through the layers: prints a row for each step, writes the picture or the numbers.')
    .requiredOption('--token <token>', tokenHelp)
    .option('--watch <word>', 'the word whose probability is followed; the likeliest at the end when left out')
    .option('--others', "the other tokens' paths in the picture, faintly")
    .option('--axis <axis>', axisHelp, collect)
    .action(async (model: string, _, command: Command) => {
      const words = command.optsWithGlobals<TraceWords>()
      const { device, token, view, theme, width, height, dpi, others = false } = words
      await trace(
        {
          model: named(model),
          prompt: promptOf(words, world),
          token,
          view,
          watch: words.watch ?? null,
          axes: words.axis ?? [],
          device,
          outputs: (words.out ?? []).map((file) => figureFile(file, world.cwd)),
          figure: { theme, width, height, words: words.words, others },
          film: filmOf(words),
          dpi,
          ...place(words),
        },
        world,
      )
    })

  withPicture(withPrompt(program.command('compare'), ['OTHER', `what it is measured against: ${modelHelp}`]))
    .summary('compare two models')
    .description(
      'Runs the same tokens through two models, two quantisations of one say, and prints how far apart they are at a token: its path, the patterns, the next words. With --cka also, or alone, how alike their streams are, whatever their widths; with --weights how far their weights are.',
    )
    .option('--token <token>', tokenHelp)
    .option('--cka', 'linear CKA between every two stations, over all tokens of the prompt and of --texts')
    .option('--texts <file>', 'more sentences for --cka, one a line')
    .option('--weights', 'the error of every weight against OTHER; needs no prompt')
    .option('--axis <axis>', axisHelp, collect)
    .action(async (model: string, other: string, _, command: Command) => {
      const words = command.optsWithGlobals<CompareWords>()
      const { device, view, dpi, weights = false } = words
      const similarity = await similarityPrompts(words, world)
      const run = comparedRun(words, world)
      await compare(
        {
          ...{ model: named(model), other: named(other), run, similarity, weights, view, device, dpi, ...place(words) },
          axes: words.axis ?? [],
          outputs: (words.out ?? []).map((file) => figureFile(file, world.cwd)),
          figure: { theme: words.theme, width: words.width, height: words.height, words: words.words },
        },
        world,
      )
    })

  withPaper(program.command('circuits').argument('<MODEL>', modelHelp))
    .summary('say what the weights of heads say')
    .description(
      'Says what a head’s weights say of words before anything is run: its QK or OV circuit, its singular directions and its strongest pairs. Without --head, which heads copy, and how heads compose; for that the model runs once on random tokens said twice.',
    )
    .option('--head <head>', 'as 3.1, layer and head; in an encoder–decoder as "cross 3.1"')
    .addOption(
      new Option('--circuit <circuit>', 'which word attends to which, or what attending to a word writes')
        .choices(circuitKind.options)
        .default('qk'),
    )
    .option('--words <text>', 'a matrix of the words of a text')
    .option('--token-ids <ids>', 'or of token ids, as 5,17,42', tokenIds)
    .option('--pairs <number>', 'the strongest pairs, whole vocabulary', numberWithin(1, mostCircuitPairs, 'whole'))
    .option('--from-word <word>', 'the pairs from this query, or of what attending to it writes')
    .option('--to-word <word>', 'or the pairs to this key, or to this word written')
    .addOption(
      new Option('--norms <norms>', 'whether the norms’ gains are folded in')
        .choices(circuitNorms.options)
        .default('folded'),
    )
    .option(
      '--offset <tokens>',
      'how many tokens a key lies before its query, in a model that turns them',
      numberWithin(-4096, 4096, 'whole'),
      0,
    )
    .option('--biases', 'with the biases of queries and keys')
    .addOption(deviceOption())
    .action(async (model: string, _, command: Command) => {
      const words = command.optsWithGlobals<CircuitsWords>()
      const { head = null, circuit, norms, offset, biases = false, pairs = null, device, dpi } = words
      const text = textOrIds(words.words, words.tokenIds, '--words', '--token-ids')
      if (words.words?.trim() === '')
        throw new WrongUse('--words holds no words. Give the words of the matrix, or leave it out.')
      const held = heldWord(words)
      if (head === null && (text || held || pairs !== null)) {
        throw new WrongUse('Words and pairs are of one head: give --head.')
      }
      await circuits(
        {
          ...{ model: named(model), head, circuit, norms, offset, biases, pairs, held, device, dpi, ...place(words) },
          words: text && ('text' in text ? text.text : text.ids),
          outputs: (words.out ?? []).map((file) => figureFile(file, world.cwd)),
          figure: { theme: words.theme, width: words.width, height: words.height },
        },
        world,
      )
    })

  program
    .command('anatomy')
    .summary('say where the parameters are')
    .description(
      'Says where a model’s parameters are, by kind and by layer, from its headers alone, and what a forward pass and a key–value cache cost.',
    )
    .argument('<MODEL>', `${modelHelp}; a config.json alone; or a published model, as gpt-3`)
    .option('--against <model>', 'one to stand beside it, named in the same ways; may be given again', collect)
    .option('--length <tokens>', 'of the text that the costs are for', numberWithin(1, 100_000_000, 'whole'), 1024)
    .addOption(
      new Option('--cache <dtype>', 'of the key–value cache')
        .choices(Object.keys(cacheDtypes))
        .default('F16' satisfies CacheDtype),
    )
    .option('--json', 'as JSON')
    .option('--out <file>', `a file to write: ${figureEndings.join(', ')}; may be given again`, collect)
    .addOption(new Option('--theme <theme>', 'of the picture').choices(figureTheme.options).default('light'))
    .option('--width <pixels>', 'of the picture, 96 to the inch', numberWithin(120, 8000, 'any'), 672)
    .option('--dpi <number>', 'dots an inch of PNG and WebP', numberWithin(36, 1200, 'any'), 300)
    .action(async (model: string, _, command: Command) => {
      const words = command.optsWithGlobals<AnatomyWords>()
      const { against = [], length, cache, json = false, theme, width, dpi } = words
      const outputs = (words.out ?? []).map((file) => figureFile(file, world.cwd))
      const paper = { theme, width }
      await anatomy({ model, against, length, cache, json, outputs, paper, dpi, ...place(words) }, world)
    })

  withPaper(withModel(program.command('arithmetic')))
    .argument('<SUM>', 'words with signs, as "king - man + woman"')
    .summary('add words up')
    .description(
      'Adds and takes away the vectors of words, and prints the words of the vocabulary nearest to what comes of it.',
    )
    .option('--at <place>', `where they are read: ${placeHelp}`, 'embedding')
    .option('--sentence <text>', 'at a station: the sentence that each word stands in, with … in its place')
    .addOption(
      new Option('--among <table>', 'whose rows are compared')
        .choices(['embedding', 'unembedding'])
        .default('embedding'),
    )
    .addOption(new Option('--by <measure>', 'the measure').choices(['cosine', 'dot']).default('cosine'))
    .option('--own', 'with the words of the sum themselves, which are otherwise left out')
    .option('--count <number>', 'how many words', numberWithin(1, 200, 'whole'), 10)
    .action(async (model: string, sum: string, _, command: Command) => {
      const words = command.optsWithGlobals<ArithmeticWords>()
      const { at, among, by: measure, own = false, count, sentence = null } = words
      const question = { at, among, measure, withOwn: own, count }
      await arithmetic({ ...drawnOf(model, words), sum, sentence, question }, world)
    })

  withPaper(withLists(withModel(program.command('direction'))))
    .summary('make a direction of two lists')
    .description(
      'Makes the direction from the mean of one list to the mean of another, and prints where their words lie along it.',
    )
    .option('--at <place>', `where they are read: ${placeHelp}`, 'embedding')
    .option('--along <list>', 'a third list to lay along it: entries with commas between them, or a .txt or .csv file')
    .option('--save <name>', 'keep it under this name, for the window')
    .action(async (model: string, _, command: Command) => {
      const words = command.optsWithGlobals<ListsWords & { at: string; along?: string; save?: string }>()
      const { at, along = null, save = null } = words
      await direction({ ...drawnOf(model, words), lists: words, state: stateOf(words), at, along, save }, world)
    })

  withPaper(withLists(withModel(program.command('probe'))))
    .summary('probe every layer for a difference')
    .description(
      'Fits a logistic regression at every station to tell two lists of sentences apart, and prints its accuracy on held-out ones, beside that with shuffled labels.',
    )
    .option('--folds <number>', 'of the cross-validation', numberWithin(2, 20, 'whole'), 5)
    .option('--seed <number>', 'of the folds', numberWithin(0, 1e9, 'whole'), 1)
    .action(async (model: string, _, command: Command) => {
      const words = command.optsWithGlobals<ListsWords & { folds: number; seed: number }>()
      const { folds, seed } = words
      await probe({ ...drawnOf(model, words), lists: words, state: stateOf(words), folds, seed }, world)
    })

  withPaper(withModel(program.command('angles')))
    .argument('[AXES...]', 'saved directions by name, or two words as "woman - man"; all that are saved when left out')
    .summary('measure the angles between directions')
    .description('Prints the cosine and the angle between every two directions, beside what two random ones have.')
    .option('--json', 'as JSON')
    .action(async (model: string, names: string[], _, command: Command) => {
      const words = command.optsWithGlobals<PaperWords & { json?: true }>()
      await angles({ ...drawnOf(model, words), names, json: words.json ?? false }, world)
    })

  withPaper(withModel(program.command('vocabulary')))
    .summary('lay all words out')
    .description(
      'Places every word of a model by principal components, UMAP or chosen axes, groups them, and writes where each is, or draws it.',
    )
    .addOption(new Option('--of <table>', 'whose rows').choices(mapQuestion.shape.of.options).default('embedding'))
    .addOption(
      new Option('--rows <rows>', 'as they are, or divided by their lengths')
        .choices(mapQuestion.shape.rows.options)
        .default('raw'),
    )
    .addOption(new Option('--layout <layout>', 'how').choices(['pca', 'umap', 'axes']).default('pca'))
    .option('--axis <axis>', `for --layout axes: ${axisHelp}`, collect)
    .option(
      '--neighbours <number>',
      'of UMAP, the word among them',
      numberWithin(2, 100, 'whole'),
      usualUmap.neighbours,
    )
    .option('--min-dist <number>', 'of UMAP', numberWithin(0, 1, 'any'), usualUmap.minimumDistance)
    .option('--seed <number>', 'of UMAP and of the groups', numberWithin(0, 1e9, 'whole'), usualUmap.seed)
    .option('--clusters <number>', 'groups of k-means', numberWithin(1, mostClusters, 'whole'), 12)
    .addOption(
      new Option('--colour <colour>', 'of the picture: what the words are coloured by')
        .choices(mapColouring.options)
        .default('rank'),
    )
    .option('--words <number>', 'the most words labelled in the picture', numberWithin(0, 200, 'whole'), 40)
    .option('--flat', 'the picture is of the first two components alone')
    .action(async (model: string, _, command: Command) => {
      const words = command.optsWithGlobals<VocabularyWords>()
      const { of, rows, seed, theme, width, height, colour: colouring, words: labels, flat = false } = words
      const umap = { kind: 'umap', neighbours: words.neighbours, minimumDistance: words.minDist, seed } as const
      await vocabulary(
        {
          ...drawnOf(model, words),
          axes: words.axis ?? [],
          question: { of, rows, clusters: { count: words.clusters, seed } },
          layout: words.layout === 'umap' ? umap : { kind: words.layout },
          figure: { theme, width, height, colouring, labels, flat },
        },
        world,
      )
    })

  const drawnOf = (model: string, words: PaperWords) => {
    const { device, theme, width, height, dpi } = words
    const outputs = (words.out ?? []).map((file) => figureFile(file, world.cwd))
    return { model: named(model), device, outputs, paper: { theme, width, height }, dpi, ...place(words) }
  }

  withFilm(program.command('figure'))
    .summary('make saved figures again')
    .description(
      'Makes a figure again from a file that was saved, as another format or the same to the byte, or all the figures of a paper from a batch: {"model": …, "figures": [{"figure": SPEC or FILE, "out": FILE or FILES}, …]}.',
    )
    .argument(
      '<FILE>',
      'an SVG, PDF, EPS, PNG, WebP, GLB, GIF or MP4 that was saved, a JSON file of its numbers or spec, or a batch',
    )
    .option('--model <model>', modelHelp)
    .option('--other <model>', 'the second model, of a figure of two')
    .option('--out <file>', `a file to write: ${figureEndings.join(', ')}; may be given again`, collect)
    .option('--dpi <number>', 'dots an inch of PNG and WebP', numberWithin(36, 1200, 'any'), 300)
    .addOption(deviceOption())
    .action(async (file: string, _, command: Command) => {
      const words = command.optsWithGlobals<FigureWords>()
      const { device, dpi } = words
      await figure(
        {
          ...{ file: resolve(world.cwd, file), device, dpi, film: filmOf(words), ...place(words) },
          model: words.model === undefined ? null : named(words.model),
          other: words.other === undefined ? null : named(words.other),
          outputs: (words.out ?? []).map((out) => figureFile(out, world.cwd)),
        },
        world,
      )
    })
  return program
}

interface FigureWords extends GlobalWords, FilmWords {
  readonly model?: string
  readonly other?: string
  readonly out?: string[]
  readonly dpi: number
}

/** What two models are run on; null where their weights alone are compared. */
function comparedRun(words: CompareWords, world: World): CompareRequest['run'] {
  const { token, weights, out } = words
  const isRun = words.prompt !== undefined || words.tokenIds !== undefined
  if (!isRun && weights && token === undefined) return null
  if (words.cka && token === undefined) return null
  const prompt = promptOf(words, world)
  if (token === undefined) throw new WrongUse('Which token is looked at is missing: give --token.')
  if (weights && out) {
    throw new WrongUse('--out writes one of the two: leave out --weights for the run, or the prompt for the weights.')
  }
  return { prompt, token }
}

/** What CKA is taken over; null where it is not asked for. */
async function similarityPrompts(words: CompareWords, world: World): Promise<readonly Prompt[] | null> {
  const { cka, texts } = words
  if (!cka && texts === undefined) return null
  if (!cka) throw new WrongUse('--texts is for --cka.')
  const prompt = promptOf(words, world)
  if (texts === undefined) return [prompt]
  if (!('text' in prompt)) throw new WrongUse('--texts goes with a --prompt: its lines are read as that is.')
  return [prompt, ...(await readLines(resolve(world.cwd, texts))).map((text) => ({ ...prompt, text }))]
}

const tokenHelp = 'its text; its text and which of several, as Tower#2; or its position from 0, as @3'

const axisHelp =
  'a direction that the picture is drawn along: the name of a saved one, or two words as "woman - man"; up to three times'

const modelHelp = 'a model folder, a GGUF or ONNX file, a name in Ollama, or sample for the model that is shipped'

const placeHelp = 'embedding or unembedding, of words; a station, as blocks.3.hook_resid_post, of sentences'

function withModel(command: Command): Command {
  return command.argument('<MODEL>', modelHelp).addOption(deviceOption())
}

/** Two lists, and which state of a sentence counts. */
function withLists(command: Command): Command {
  return command
    .option('--list <name>', 'a shipped list: capitals, gender, number, tense, sentiment; subject-number of sentences')
    .option(
      '--from <entries>',
      'the first list: words with commas between them, or a file (.txt, .csv), an entry a line',
    )
    .option('--to <entries>', 'the second list')
    .option('--state <state>', 'of a sentence: last, mean, or a word that stands in each', 'last')
}

/** Of what is drawn, and in which files. */
function withPaper(command: Command): Command {
  return command
    .option('--out <file>', `a file to write: ${figureEndings.join(', ')}; may be given again`, collect)
    .addOption(new Option('--theme <theme>', 'of the picture').choices(figureTheme.options).default('light'))
    .option('--width <pixels>', 'of the picture, 96 to the inch', numberWithin(120, 8000, 'any'), 672)
    .option('--height <pixels>', 'of the picture, 96 to the inch', numberWithin(120, 8000, 'any'), 440)
    .option('--dpi <number>', 'dots an inch of PNG and WebP', numberWithin(36, 1200, 'any'), 300)
}

/** The same of a path, and through which map it is seen. */
function withPicture(command: Command): Command {
  return withPaper(command)
    .addOption(
      new Option('--view <view>', 'the map it is looked at through').choices(trajectoryView.options).default('raw'),
    )
    .option('--words <number>', 'the most words labelled in the picture', numberWithin(0, 200, 'whole'), 40)
}

/** The word that one side of the pairs is held at, if any. */
function heldWord({ fromWord, toWord }: CircuitsWords) {
  if (fromWord !== undefined && toWord !== undefined) throw new WrongUse('Give --from-word or --to-word, not both.')
  if (fromWord !== undefined) return { word: fromWord, as: 'from' as const }
  return toWord === undefined ? null : { word: toWord, as: 'to' as const }
}

/** Files of inputs are named from where the command runs. */
function filesWithin(input: Readonly<Record<string, GivenInput>>, cwd: string): Record<string, GivenInput> {
  return Object.fromEntries(
    Object.entries(input).map(([name, one]) => [name, 'file' in one ? { file: resolve(cwd, one.file) } : one]),
  )
}

interface GlobalWords {
  readonly data: string
  readonly device: DeviceWish
}

interface AnatomyWords extends Omit<PaperWords, 'device' | 'height'> {
  readonly against?: string[]
  readonly length: number
  readonly cache: CacheDtype
  readonly json?: true
}

interface PromptWords extends GlobalWords {
  readonly prompt?: string
  readonly tokenIds?: number[]
  readonly image?: string
  readonly sound?: string
  readonly decoderPrompt?: string
  readonly decoderTokenIds?: number[]
  readonly encoderStates?: string
  readonly input?: Record<string, GivenInput>
  /** True unless refused: commander's form of `--no-…`. */
  readonly specialTokens: boolean
  readonly chat?: true
}

interface PaperWords extends GlobalWords {
  readonly out?: string[]
  readonly theme: FigureTheme
  readonly width: number
  readonly height: number
  readonly dpi: number
}

interface PictureWords extends PromptWords, PaperWords {
  readonly view: TrajectoryView
  readonly words: number
}

interface ArithmeticWords extends PaperWords {
  readonly at: string
  readonly sentence?: string
  readonly among: 'embedding' | 'unembedding'
  readonly by: 'cosine' | 'dot'
  readonly own?: true
  readonly count: number
}

interface ListsWords extends PaperWords, ListWords {
  readonly state: string
}

interface VocabularyWords extends PaperWords, Pick<MapQuestion, 'of' | 'rows'> {
  readonly layout: MapQuestion['layout']['kind']
  readonly axis?: string[]
  readonly neighbours: number
  readonly minDist: number
  readonly seed: number
  readonly clusters: number
  readonly colour: MapColouring
  readonly words: number
  readonly flat?: true
}

interface CircuitsWords extends PaperWords, CircuitReading {
  readonly head?: string
  readonly circuit: CircuitKind
  readonly words?: string
  readonly tokenIds?: number[]
  readonly pairs?: number
  readonly fromWord?: string
  readonly toWord?: string
}

interface TraceWords extends PictureWords, FilmWords {
  readonly axis?: string[]
  readonly token: string
  readonly watch?: string
  readonly others?: true
}

interface CompareWords extends PictureWords {
  readonly axis?: string[]
  readonly token?: string
  readonly cka?: true
  readonly texts?: string
  readonly weights?: true
}

function withPrompt(command: Command, ...others: readonly (readonly [name: string, help: string])[]): Command {
  command.argument('<MODEL>', modelHelp)
  for (const [name, help] of others) command.argument(`<${name}>`, help)
  return command
    .option('--prompt <text>', 'the text to run on')
    .option('--token-ids <ids>', 'or token ids as they are, as 5,17,42; no tokenizer is needed', tokenIds)
    .option('--image <file>', 'or an image for a vision model: a PNG or JPEG file')
    .option('--sound <file>', 'or a sound for an audio encoder: a WAV file, or a .safetensors file of what it hears')
    .option('--decoder-prompt <text>', "an encoder–decoder's second text: what its decoder has said so far")
    .option('--decoder-token-ids <ids>', 'or its token ids, the start token among them', tokenIds)
    .option('--encoder-states <file>', "a safetensors file with what Whisper's decoder reads: [source, d_model], F32")
    .addOption(inputOption())
    .option('--no-special-tokens', "the text's own tokens alone, without what the tokenizer's template adds")
    .option('--chat', "the text as a user's message in the model's chat template, up to where the answer begins")
    .addOption(deviceOption())
}

function inputOption(): Option {
  return new Option(
    '--input <name=value>',
    'numbers for an input of an ONNX graph, with commas between them, or a .safetensors file of one F32 tensor; may be repeated',
  ).argParser(namedInput)
}

function deviceOption(): Option {
  return new Option('--device <device>', 'the device to run on; another when it cannot')
    .choices(deviceWish.options)
    .default('auto')
}

/** What to run on; an empty prompt, and what is beside it in vain, are for the engine to refuse. */
function promptOf(words: PromptWords, { cwd }: World): Prompt {
  const { encoderStates, input, image, sound } = words
  const typed = textOrIds(words.prompt, words.tokenIds, '--prompt', '--token-ids')
  const files = [image, sound].filter((file) => file !== undefined)
  if (files.length + (typed ? 1 : 0) > 1) throw new WrongUse('Give --image, --sound or a text, and not two of them.')
  const own = files[0] === undefined ? typed : { file: resolve(cwd, files[0]) }
  if (own === null) throw new WrongUse('What to run on is missing: give --prompt, --token-ids, --image or --sound.')
  const decoder = textOrIds(words.decoderPrompt, words.decoderTokenIds, '--decoder-prompt', '--decoder-token-ids')
  const { special, chat } = readingOf(words)
  return {
    ...own,
    ...special,
    ...chat,
    ...(decoder ? { decoder: { ...decoder, ...('text' in decoder ? special : {}) } } : {}),
    ...(encoderStates === undefined ? {} : { states: resolve(cwd, encoderStates) }),
    ...(input === undefined ? {} : { inputs: filesWithin(input, cwd) }),
  }
}

/** `last`, `mean`, or a word. */
function stateOf({ state }: ListsWords): SentenceState {
  return state === 'last' || state === 'mean' ? state : { word: state }
}

/** What is said of how a text is read, where it is not as usual. */
function readingOf({ prompt, specialTokens, chat }: PromptWords) {
  if (chat && !specialTokens) {
    throw new WrongUse(
      'Give --chat or --no-special-tokens: a chat template says itself which special tokens there are.',
    )
  }
  const option = chat ? '--chat' : specialTokens ? null : '--no-special-tokens'
  if (option !== null && prompt === undefined) {
    throw new WrongUse(`${option} is for a --prompt; token ids are taken as they are.`)
  }
  return { special: specialTokens ? {} : { special: false }, chat: chat ? { chat } : {} }
}

/** One of two ways to give a text, or neither. */
function textOrIds(text: string | undefined, ids: number[] | undefined, ofText: string, ofIds: string) {
  if (text !== undefined && ids !== undefined) throw new WrongUse(`Give ${ofText} or ${ofIds}, not both.`)
  return text !== undefined ? { text } : ids !== undefined ? { ids } : null
}

function collect(value: string, before: string[] = []): string[] {
  return [...before, value]
}

function endings(formats: readonly string[]): string {
  return formats.map((format) => `.${format}`).join(', ')
}
