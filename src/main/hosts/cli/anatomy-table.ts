import { type Anatomy, attentionParameters, byKind, type PartKind, partKinds, partNames } from '../../../shared/anatomy'
import { byteText } from '../../../shared/byte-text'
import { count } from '../../../shared/figures/numbers'
import { type CacheDtype, cacheBytes, forwardWork, workUnknown } from '../../../shared/forward-work'
import { flopText, shareText, sizeText } from '../../../shared/size-text'
import { type Column, textTable } from './text-table'

/** What a model is made of, in a few lines. */
export function anatomyFacts(anatomy: Anatomy, length: number, cache: CacheDtype): [name: string, value: string][] {
  const { published, parameters, bytes, dtype, layers, heads, keyHeads, dModel, dHead, tied, path } = anatomy
  const work = forwardWork(anatomy, length)
  const kept = cacheBytes(anatomy, length, cache)
  const attention = attentionParameters(anatomy)
  const text =
    anatomy.kind === 'encoder-decoder' ? `${count(length)} + ${count(length)} tokens` : `${count(length)} tokens`
  return [
    ['model', anatomy.name],
    ...(published
      ? ([
          ['published as', published.stated],
          ['source', `${published.source.text}, ${published.source.url}`],
        ] as [string, string][])
      : ([['counted in', path ?? '']] as [string, string][])),
    ['parameters', `${count(parameters)} (${sizeText(parameters)}), ${byteText(bytes)} as ${dtype}`],
    [
      'layers',
      `${count(layers)} of ${count(heads)} heads${keyHeads === heads ? '' : ` (${count(keyHeads)} key heads)`}`,
    ],
    ['d_model', `${count(dModel)}, d_head ${count(dHead)}`],
    ['attention', `${count(attention)}, ${shareText(attention / parameters)} of all`],
    ['unembedding', tied ? 'the embedding again, counted once' : 'of its own'],
    ...(work
      ? ([
          [
            'forward pass',
            `${flopText(work.weights + work.attention)} for ${text}: 2 for each weight and token ${flopText(work.weights)}, scores and values ${flopText(work.attention)}`,
          ],
          ['Hoffmann et al.', flopText(work.hoffmann)],
          ['Kaplan et al.', work.kaplan === null ? 'is of decoders alone' : flopText(work.kaplan)],
        ] as [string, string][])
      : ([['forward pass', workUnknown]] as [string, string][])),
    [
      'key–value cache',
      kept === null ? 'none: an encoder reads a text at once' : `${byteText(kept)} in ${cache} for ${text}`,
    ],
  ]
}

/** A row for each kind of parameter, with a count and a share for each model. */
export function kindsTable(all: readonly Anatomy[]): string {
  const columns: Column[] = [
    { title: 'part', align: 'left' },
    ...all.flatMap(({ name }): Column[] => [
      { title: all.length > 1 ? name : 'parameters', align: 'right' },
      { title: 'share', align: 'right' },
      { title: 'bytes', align: 'right' },
    ]),
  ]
  const sums = all.map((one) => new Map(byKind(one).map((part) => [part.kind, part])))
  const cells = (of: (at: number) => { parameters: number; bytes: number } | undefined) =>
    all.flatMap(({ parameters }, at) => {
      const part = of(at)
      return part
        ? [count(part.parameters), shareText(part.parameters / parameters), byteText(part.bytes)]
        : ['', '', '']
    })
  const kinds = partKinds.filter((kind) => sums.some((one) => one.has(kind)))
  const rows = kinds.map((kind: PartKind) => [partNames[kind], ...cells((at) => sums[at]!.get(kind))])
  return textTable(columns, [...rows, ['All', ...cells((at) => all[at])]], null)
}

/** A row for each layer; equal ones that follow one another stand as one. */
export function layersTable({ parts, parameters }: Anatomy): string {
  const layers = new Map<string, { stack: string; layer: number; sum: number }>()
  for (const { stack, layer, parameters: own } of parts) {
    if (layer === null || stack === null) continue
    const key = `${stack}.${layer}`
    const one = layers.get(key) ?? { stack, layer, sum: 0 }
    one.sum += own
    layers.set(key, one)
  }
  const runs: { stack: string; from: number; to: number; sum: number }[] = []
  for (const { stack, layer, sum } of layers.values()) {
    const last = runs.at(-1)
    if (last && last.stack === stack && last.sum === sum) last.to = layer
    else runs.push({ stack, from: layer, to: layer, sum })
  }
  const rows = runs.map(({ stack, from, to, sum }) => [
    `${stack === 'blocks' ? 'layer' : `${stack} layer`} ${from === to ? from : `${from} to ${to}, each`}`,
    count(sum),
    shareText(sum / parameters),
  ])
  return textTable(
    [
      { title: 'layers', align: 'left' },
      { title: 'parameters', align: 'right' },
      { title: 'share', align: 'right' },
    ],
    rows,
    null,
  )
}
