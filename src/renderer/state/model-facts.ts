import { byteText } from '../../shared/byte-text'
import { fourBitText, plainText } from '../../shared/four-bit-words'
import { mediaText } from '../../shared/media-words'
import type { ModelInfo } from '../../shared/model-info'
import { sizesOf } from '../../shared/model-sizes'
import { someOf } from '../../shared/some-of'
import { squashWords, taskHeadTitle } from '../../shared/task-head-words'
import { count, parameters, shortHash } from './format'

export interface Fact {
  readonly label: string
  readonly value: string
  /** The whole value where `value` is shortened. */
  readonly full?: string
  /** What it means, in one sentence. */
  readonly meaning: string
}

export interface FactGroup {
  readonly title: string
  readonly facts: readonly Fact[]
}

const kinds: Readonly<Record<ModelInfo['kind'], string>> = {
  decoder: 'Each token attends to itself and to the tokens before it.',
  encoder: 'Each token attends to every token of the sentence.',
  'encoder-decoder':
    'Tokens of the first text attend to each other; those of the second to themselves, to the ones before them and to the first.',
}

/** What there is to say about a model before any weight is read, in the order in which a person asks. */
export function modelFacts(model: ModelInfo): FactGroup[] {
  const grouped = model.keyHeads !== model.heads
  return [
    ...aboutGroup(model),
    {
      title: 'Architecture',
      facts: [
        {
          label: 'Family',
          value: `${model.family}, ${model.kind}`,
          meaning: kinds[model.kind],
        },
        {
          label: 'Layers',
          value: both(model, 'layers'),
          meaning: model.encoder
            ? 'Blocks of the encoder, each an attention and an MLP, and of the decoder, with cross-attention between the two.'
            : model.givenStates
              ? 'Blocks, each an attention, a cross-attention and an MLP.'
              : 'Blocks, each an attention and an MLP.',
        },
        {
          label: 'Heads',
          value: grouped ? `${count(model.heads)} (${count(model.keyHeads)} key)` : both(model, 'heads'),
          meaning: grouped
            ? `Attention heads of a layer; ${model.heads / model.keyHeads} query heads share one key and value head.`
            : 'Attention heads of a layer.',
        },
        { label: 'd_model', value: count(model.dModel), meaning: 'Width of the residual stream.' },
        { label: 'd_head', value: both(model, 'dHead'), meaning: 'Width of one head.' },
        { label: 'd_mlp', value: both(model, 'dMlp'), meaning: 'Width inside the MLP.' },
        ...readsFacts(model),
        {
          label: 'Unembedding',
          value: model.languageModel ? (model.tiedEmbeddings ? 'tied' : 'of its own') : 'none',
          meaning: model.languageModel
            ? model.tiedEmbeddings
              ? 'The embedding matrix also reads out the next word.'
              : 'A matrix of its own reads out the next word.'
            : 'It ends in vectors, not in words, so the logit lens does not apply.',
        },
        ...taskHeadFact(model.taskHead),
      ],
    },
    {
      title: 'Weights',
      facts: [
        {
          label: 'Parameters',
          value: parameters(model.parameters),
          full: count(model.parameters),
          meaning: 'Numbers that were learnt.',
        },
        { label: 'Type', value: model.dtype, meaning: 'How each number is stored.' },
        {
          label: 'Size',
          value: byteText(model.bytes),
          full: `${count(model.bytes)} bytes`,
          meaning: 'All weights in their files.',
        },
        { label: 'Files', value: count(model.files), meaning: `${model.format}; ${kept(model)}` },
        ...fourBitsFact(model.fourBits),
        {
          label: 'Fingerprint',
          value: shortHash(model.fingerprint),
          full: model.fingerprint,
          meaning: 'SHA-256 that stands for config and weights; stored results are kept under it.',
        },
        {
          label: 'Hook points',
          value: count(model.hookPoints),
          meaning:
            model.format === 'onnx'
              ? 'Places inside it that were found and can be read, under TransformerLens names.'
              : 'Places inside it that can be read, under TransformerLens names.',
        },
        ...unusedFact(model.unused),
      ],
    },
  ]
}

function aboutGroup({ about }: ModelInfo): FactGroup[] {
  if (about.length === 0) return []
  return [{ title: 'What the file says', facts: about.map(({ label, value }) => ({ label, value, meaning: '' })) }]
}

/** Plain dtypes are mapped from the file; the others take room in the store. */
function kept({ dtype, format }: ModelInfo): string {
  if (format === 'onnx') return 'read in place, by the graph’s own operators.'
  const plain = dtype.split(' + ').every((type) => ['F32', 'F16', 'BF16'].includes(type))
  return plain ? 'read in place, never copied.' : 'quantised weights are made ready once, in the store.'
}

function fourBitsFact(fourBits: ModelInfo['fourBits']): Fact[] {
  if (fourBits === null) return []
  const plain = plainText(fourBits)
  return [
    {
      label: 'In four bits',
      value: `${count(fourBits.matrices)} matrices`,
      full: fourBitText(fourBits),
      meaning: `On the CPU these stay as they lie and take ${byteText(fourBits.bytes)} instead of ${byteText(fourBits.bytesAsF32)}.${plain === '' ? '' : ` As plain numbers: ${plain}.`}`,
    },
  ]
}

function taskHeadFact(head: ModelInfo['taskHead']): Fact[] {
  if (head === null) return []
  return [
    {
      label: 'Task head',
      value: someOf(head.classes, 3),
      full: someOf(head.classes, 24),
      meaning: `It tells ${taskHeadTitle(head)}. ${squashWords[head.squash]}`,
    },
  ]
}

function unusedFact(unused: readonly string[]): Fact[] {
  if (unused.length === 0) return []
  return [
    {
      label: 'Not used',
      value: someOf(unused, 2),
      full: someOf(unused, 12),
      meaning: 'Weights of parts that are not known, which no hook point needs.',
    },
  ]
}

/** A size, or the encoder's and the decoder's. */
export function both(model: ModelInfo, what: Parameters<typeof sizesOf>[1]): string {
  return sizesOf(model, what)
    .map((size) => (size === null ? 'unknown' : count(size)))
    .join(' + ')
}

/** How much text it reads; or what else, and how that is prepared. */
function readsFacts(model: ModelInfo): Fact[] {
  if (model.reads === null) {
    return [
      { label: 'Vocabulary', value: both(model, 'vocabulary'), meaning: 'Tokens that it knows.' },
      {
        label: 'Context',
        value: model.context === null ? 'not said' : `${both(model, 'context')} tokens`,
        meaning: 'The longest sentence that it reads.',
      },
    ]
  }
  const { reads, positions } = mediaText(model.reads)
  return [
    { label: 'Reads', value: reads, meaning: model.reads.how },
    { label: 'Positions', value: positions, meaning: 'What stands where a text has tokens.' },
  ]
}
