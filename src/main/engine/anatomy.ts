import { basename, dirname } from 'node:path'
import type { Anatomy } from '../../shared/anatomy'
import type { Architecture } from '../families'
import {
  architectureOnPaper,
  type ConfigOnPaper,
  type PublishedConfig,
  productWeights,
  type WeightPart,
  weightParts,
} from '../families'
import { anatomyOfGraph } from './graph-anatomy'
import type { OpenedModel } from './opened-model'
import { sumParts } from './sum-parts'

/** Where the parameters of a model are: counted in its files' headers, or in its graph. */
export function anatomyOf(model: OpenedModel): Anatomy {
  const { origin } = model
  if (origin.kind === 'graph') return anatomyOfGraph(model, origin.read)
  const { name, path, fingerprint, dtype } = model.info
  const { architecture, checkpoint } = origin
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
  const summed = sumParts(parts.map((part) => ({ ...part, bytes: bytesOf(part) })))
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

/** Of a part of a tensor its share: every block of a quantised one has as many values and bytes. */
export function bytesOf({ tensor, parameters }: Pick<WeightPart, 'tensor' | 'parameters'>): number {
  const whole = tensor.shape.reduce((product, size) => product * size, 1)
  return whole === 0 ? 0 : (tensor.length * parameters) / whole
}
