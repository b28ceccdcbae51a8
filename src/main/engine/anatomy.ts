import { basename, dirname } from 'node:path'
import type { Anatomy, AnatomyPart } from '../../shared/anatomy'
import type { Architecture } from '../families'
import {
  architectureOnPaper,
  type ConfigOnPaper,
  type PublishedConfig,
  productWeights,
  type WeightPart,
  weightParts,
} from '../families'
import { demandWeights } from './demand-weights'
import type { OpenedModel } from './opened-model'

/** Where the parameters of a model are: counted in its files' headers. */
export function anatomyOf(model: OpenedModel): Anatomy {
  const { name, path, fingerprint, dtype } = model.info
  const { architecture, checkpoint } = demandWeights(
    model,
    'Open the model in safetensors or GGUF, or its config.json alone.',
  )
  const parts = weightParts(architecture, checkpoint)
  return { ...counted(architecture, parts), of: 'weights', name, path, fingerprint, published: null, dtype }
}

/** The same of a model that a config alone tells of. */
export function anatomyOnPaper(given: ConfigOnPaper): Anatomy {
  const { file } = given
  return { ...onPaper(given), name: basename(dirname(file)) || basename(file), path: file, published: null }
}

export function anatomyOfPublished({ config, ...published }: PublishedConfig): Anatomy {
  const { title: name } = published
  return { ...onPaper({ config, file: `${name}’s config` }), name, path: null, published }
}

function onPaper(given: ConfigOnPaper) {
  const architecture = architectureOnPaper(given)
  const parts = weightParts(architecture, { tensors: new Map() })
  const { dtype } = architecture.embed.table
  return { ...counted(architecture, parts), of: 'config', fingerprint: null, dtype } as const
}

function counted(architecture: Architecture, parts: readonly WeightPart[]) {
  const { family, kind, sizes, unembed, encoder } = architecture
  const summed = sumParts(parts)
  const total = (of: 'parameters' | 'bytes') => summed.reduce((sum, part) => sum + part[of], 0)
  return {
    ...{ family, kind, ...sizes, tied: unembed?.tied ?? false },
    ...{ parameters: total('parameters'), bytes: total('bytes'), parts: summed },
    products: productWeights(architecture),
    attentions: (encoder ? [encoder, architecture] : [architecture]).flatMap(({ at, blocks, sizes }) => {
      const { heads, keyHeads, dHead } = sizes
      return blocks.flatMap(({ attention, cross }) => [
        { stack: at, heads, keyHeads, dHead, window: attention.window, cross: false },
        ...(cross ? [{ stack: at, heads, keyHeads, dHead, window: null, cross: true }] : []),
      ])
    }),
  }
}

/** In the order in which they were found. */
function sumParts(parts: readonly WeightPart[]): AnatomyPart[] {
  const sums = new Map<string, AnatomyPart>()
  for (const { kind, stack, layer, tensor, parameters } of parts) {
    const key = `${stack} ${layer} ${kind}`
    const sum = sums.get(key) ?? { kind, stack, layer, parameters: 0, bytes: 0 }
    sum.parameters += parameters
    sum.bytes += bytesOf({ tensor, parameters })
    sums.set(key, sum)
  }
  return [...sums.values()]
}

/** Of a part of a tensor its share: every block of a quantised one has as many values and bytes. */
export function bytesOf({ tensor, parameters }: Pick<WeightPart, 'tensor' | 'parameters'>): number {
  const whole = tensor.shape.reduce((product, size) => product * size, 1)
  return whole === 0 ? 0 : (tensor.length * parameters) / whole
}
