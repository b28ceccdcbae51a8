import { Fault } from '../../shared/fault'
import type { Checkpoint } from '../checkpoint'
import type { Family } from './family'
import { fetchAgain } from './fetch-again'
import { unknownFamily } from './nearest-family'
import { families } from './registry'

type Config = Checkpoint['config']

/**
 * The config of the language model: `text_config` where the checkpoint is of a model that also sees or hears. Quantised
 * weights are refused here, since their own shapes would only confuse.
 */
export function configOf({ config }: Checkpoint, file: string): Config {
  const { text_config: text, quantization_config: quantisation } = config
  if (isRecord(quantisation)) refuseQuantised(quantisation, file)
  if (!isRecord(text)) return config
  const { architectures, tie_word_embeddings, eos_token_id } = config
  return { architectures, tie_word_embeddings: tie_word_embeddings ?? undefined, eos_token_id, ...text }
}

const methods: Readonly<Record<string, string>> = {
  bitsandbytes: 'bitsandbytes',
  fp8: 'FP8',
  fbgemm_fp8: 'FP8',
  'compressed-tensors': 'compressed-tensors',
  gptq: 'GPTQ',
  awq: 'AWQ',
  mxfp4: 'MXFP4',
}

function refuseQuantised(quantisation: Readonly<Record<string, unknown>>, file: string): never {
  const method = String(quantisation.quant_method ?? 'unknown')
  throw Fault.input(`The weights are quantised (${methods[method] ?? method}) and cannot be computed with`, {
    file,
    place: 'quantization_config',
    remedy:
      method === 'mxfp4'
        ? 'Load it in transformers with Mxfp4Config(dequantize=True), save it, and open that copy.'
        : 'Open a version of the model in F32, F16 or BF16.',
  })
}

export function familyOf(config: Config, checkpoint: Checkpoint, file: string): Family {
  const type = config.model_type
  if (typeof type !== 'string') {
    throw Fault.input('The config does not say which family the model is of', {
      file,
      place: 'model_type',
      remedy: `Families that open: ${families.map(({ modelType }) => modelType).join(', ')}.`,
    })
  }
  const family = families.find(({ modelType }) => modelType === type)
  if (family === undefined) throw unknownFamily(type, config, checkpoint, file)
  return family
}

/** The config as the family reads it. A value of which another alone is computed is refused with its key. */
export function checkConfig<C>(family: Family<C>, config: Config, file: string): C {
  const parsed = family.config.safeParse(config)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const place = issue!.path.join('.')
  if (issue!.code === 'invalid_value') {
    const given = JSON.stringify(issue!.path.reduce<unknown>((at, key) => (at as Config)[key as string], config))
    throw Fault.input(`${family.title} models with ${place} = ${given} are not computed yet`, {
      file,
      place,
      remedy: `Open one with ${place} = ${issue!.values.map((value) => JSON.stringify(value)).join(' or ')}.`,
    })
  }
  throw Fault.input(`The config of this ${family.title} model makes no sense: ${issue!.message}`, {
    file,
    place,
    remedy: fetchAgain(file),
  })
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
