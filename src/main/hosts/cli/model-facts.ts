import { byteText } from '../../../shared/byte-text'
import { count } from '../../../shared/figures/numbers'
import { fourBitText, plainText } from '../../../shared/four-bit-words'
import { mediaText } from '../../../shared/media-words'
import type { DeviceChoice, ModelInfo } from '../../../shared/model-info'
import { sizesOf } from '../../../shared/model-sizes'
import { someOf } from '../../../shared/some-of'
import { taskHeadText } from '../../../shared/task-head-words'

/** What there is to say about a model before any weight is read, in the order in which a person asks. */
export function modelFacts(model: ModelInfo, choice: DeviceChoice): [name: string, value: string][] {
  const heads = count(model.heads)
  const unembedding = model.tiedEmbeddings ? 'tied to the embedding' : 'of its own'
  return [
    ['model', model.name],
    [model.format === 'safetensors' ? 'folder' : 'file', model.path],
    ...model.about.map(({ label, value }): [string, string] => [label.toLowerCase(), value]),
    ['family', `${model.family}, ${model.kind}`],
    ['layers', both(model, 'layers')],
    [
      'heads',
      model.encoder
        ? both(model, 'heads')
        : model.keyHeads === model.heads
          ? heads
          : `${heads} (${count(model.keyHeads)} key heads)`,
    ],
    ['d_model', count(model.dModel)],
    ['d_head', both(model, 'dHead')],
    ['d_mlp', both(model, 'dMlp')],
    ...readsRows(model),
    ['unembedding', model.languageModel ? unembedding : 'none, so there is no logit lens'],
    ...(model.taskHead ? [['task head', taskHeadText(model.taskHead, 4)] as [string, string]] : []),
    ['parameters', count(model.parameters)],
    ['dtype', model.dtype],
    ['size', byteText(model.bytes)],
    ['files', `${count(model.files)} (${model.format})`],
    ...fourBitRows(model.fourBits),
    ['hook points', count(model.hookPoints)],
    ...(model.unused.length > 0 ? [['not used', someOf(model.unused, 4)] as [string, string]] : []),
    ['tokenizer', model.tokenizerMissing ?? 'found'],
    ['fingerprint', model.fingerprint.slice(0, 12)],
    ['device', choice.device],
    ...choice.reasons.map((reason): [string, string] => ['', reason]),
  ]
}

function fourBitRows(fourBits: ModelInfo['fourBits']): [string, string][] {
  if (fourBits === null) return []
  const plain = plainText(fourBits)
  return [
    ['in four bits', `${fourBitText(fourBits)}, on the CPU`],
    ...(plain === '' ? [] : [['', `as plain numbers: ${plain}`] as [string, string]]),
  ]
}

function both(model: ModelInfo, what: Parameters<typeof sizesOf>[1]): string {
  const sizes = sizesOf(model, what)
  return `${sizes.map((size) => (size === null ? 'unknown' : count(size))).join(' + ')}${sizes.length > 1 ? ' (encoder, decoder)' : ''}`
}

function readsRows(model: ModelInfo): [string, string][] {
  if (model.reads === null) {
    return [
      ['vocabulary', both(model, 'vocabulary')],
      ['context', model.context === null ? 'not said' : `${both(model, 'context')} tokens`],
    ]
  }
  const { reads, positions } = mediaText(model.reads)
  return [
    ['reads', reads],
    ['positions', positions],
    ['prepared', model.reads.how],
  ]
}
