import { Fault } from '../../shared/fault'
import { elementCount } from '../../shared/tensor'
import type { Checkpoint, StoredTensor } from '../checkpoint'
import type { Architecture } from './architecture'
import { architectureWith, isBare, prefixOf, type ReadPlan, readPlan } from './read-architecture'
import { Weights } from './weights'

/** A config without weights. */
export interface ConfigOnPaper {
  readonly config: Checkpoint['config']
  /** Where it was read, for messages. */
  readonly file: string
}

/** Tensors are made up one by one: more experts than this, in all layers together, are no model's. */
const mostExperts = 200_000

/**
 * What the model of a config would compute: each weight that its family calls for, of the shape and dtype that it would have,
 * lying nowhere. What a file alone can tell is taken from the config's `architectures`: whether there is a head for words, or a
 * pooler. Throws an `input` fault for a config that `readArchitecture` would refuse.
 */
export function architectureOnPaper({ config, file }: ConfigOnPaper): Architecture {
  const checkpoint = emptyCheckpoint(config, file)
  const read = readPlan(checkpoint)
  demandFewExperts(read)
  return architectureWith(read, new PaperWeights(checkpoint, read))
}

/** Gives each weight that is asked for; those that tell one variant of a model from another are there as the config says. */
class PaperWeights extends Weights {
  readonly #there: ReadonlySet<string>
  readonly #dtype: PaperDtype

  constructor(checkpoint: Checkpoint, { family, plan, config }: ReadPlan) {
    const prefix = prefixOf(family, plan, checkpoint)
    super(checkpoint, prefix)
    const { unembed, pooler } = plan
    const [headless, own] = [isBare(config) && !isMasked(config), config.tie_word_embeddings === false]
    this.#there = new Set([
      ...(headless && pooler ? [`${prefix}${pooler.dense.name}.weight`] : []),
      ...(!headless && unembed.present ? [unembed.present] : []),
      ...(own ? [unembed.table] : []),
    ])
    this.#dtype = dtypeOf(checkpoint.config)
  }

  override has(name: string): boolean {
    return this.#there.has(name)
  }

  override absolute(name: string, shape: readonly number[]): StoredTensor {
    const { dtype, bytes } = this.#dtype
    return { name, dtype, shape, file: '', offset: 0, length: elementCount(shape) * bytes }
  }
}

function isMasked({ architectures }: Checkpoint['config']): boolean {
  return Array.isArray(architectures) && architectures.some((name) => /For(MaskedLM|PreTraining)$/.test(String(name)))
}

interface PaperDtype {
  readonly dtype: 'F32' | 'F16' | 'BF16'
  readonly bytes: number
}

/** transformers' `torch_dtype`, `dtype` in newer configs; F32 where it is not said. */
function dtypeOf(config: Checkpoint['config']): PaperDtype {
  const named = config.dtype ?? config.torch_dtype
  if (named === 'bfloat16') return { dtype: 'BF16', bytes: 2 }
  return named === 'float16' ? { dtype: 'F16', bytes: 2 } : { dtype: 'F32', bytes: 4 }
}

function demandFewExperts({ plan, file }: ReadPlan): void {
  const { mlp } = plan.block(plan.sizes.layers - 1)
  const experts = mlp.kind === 'experts' ? mlp.count * plan.sizes.layers : 0
  if (experts <= mostExperts) return
  throw Fault.input(`The model is said to have ${experts} experts, where at most ${mostExperts} make sense`, {
    file,
    remedy: 'Fetch its config.json again.',
  })
}

function emptyCheckpoint(config: Checkpoint['config'], file: string): Checkpoint {
  return {
    ...{ path: file, folder: '', name: '', format: 'safetensors', config, configFile: file },
    ...{ metadata: null, about: [], tensors: new Map(), files: [], fingerprint: '' },
    ...{ tokenizerFile: null, tokenizerConfigFile: null, chatTemplateFile: null },
    ...{ specialTokensFile: null, generationConfigFile: null },
  }
}
