import { Fault } from '../../shared/fault'
import { type Checkpoint, isWeightDtype, type StoredTensor } from '../checkpoint'
import type { Layout, Linear, Norm } from './architecture'
import type { LinearName, NormPlan } from './family'
import { configName } from './fetch-again'

/** Whether this is a dtype of weights; masks and indices have others. */
export const isFloating = (dtype: string) => isWeightDtype(dtype) || /^F\d/.test(dtype)

/** What other dtypes are, for those who meet them. */
const quantised: Readonly<Record<string, string>> = {
  F8_E4M3: ' (FP8)',
  F8_E5M2: ' (FP8)',
  U8: ' (quantised to bytes, by bitsandbytes say)',
  I8: ' (quantised to bytes, by bitsandbytes say)',
}

/**
 * Finds a checkpoint's weights by name and checks their dtype and shape, remembering which were read, so that a tensor that
 * the family leaves unread inside its blocks can be told.
 */
export class Weights {
  readonly #checkpoint: Checkpoint
  readonly #prefix: string
  /** How messages call the config. */
  readonly #config: string
  readonly #read = new Set<string>()

  constructor(checkpoint: Checkpoint, prefix: string) {
    this.#checkpoint = checkpoint
    this.#prefix = prefix
    this.#config = configName(checkpoint.configFile)
  }

  has(name: string): boolean {
    return this.#checkpoint.tensors.has(name)
  }

  /** The same below the family's prefix. */
  hasOwn(name: string): boolean {
    return this.has(this.#prefix + name)
  }

  shapeOf(name: string): readonly number[] | undefined {
    return this.#checkpoint.tensors.get(name)?.shape
  }

  /** Below the family's prefix. */
  tensor(name: string, shape: readonly number[]): StoredTensor {
    return this.absolute(this.#prefix + name, shape)
  }

  absolute(name: string, shape: readonly number[]): StoredTensor {
    const tensor = this.#checkpoint.tensors.get(name)
    if (tensor === undefined) {
      throw Fault.input('The model lacks a weight that its config calls for', {
        file: this.#checkpoint.path,
        place: `tensor ${name}`,
        remedy: `Fetch the model again; part of it is missing, or ${this.#config} belongs to another model.`,
      })
    }
    const file = `${this.#checkpoint.folder}/${tensor.file}`
    if (!isWeightDtype(tensor.dtype)) {
      const what = `${tensor.dtype}${quantised[tensor.dtype] ?? ''}`
      throw Fault.input(`The weight is stored as ${what}, which cannot be computed with`, {
        file,
        place: `tensor ${name}`,
        remedy: 'Open a version of the model in F32, F16 or BF16.',
      })
    }
    if (tensor.shape.length !== shape.length || tensor.shape.some((size, axis) => size !== shape[axis])) {
      throw Fault.input(
        `The weight has the shape [${tensor.shape.join(', ')}] where ${this.#config} calls for [${shape.join(', ')}]`,
        {
          file,
          place: `tensor ${name}`,
          remedy: `Check that ${this.#config} and the weights belong to the same model.`,
        },
      )
    }
    this.#read.add(name)
    return tensor
  }

  /** `fan` is [in, out]. A bias that is there though the config knows of none is a fault, and so is the opposite. */
  linear({ name, biased }: LinearName, fan: readonly [number, number], layout: Layout): Linear {
    return this.#linear(this.#prefix + name, biased, fan, layout)
  }

  absoluteLinear({ name, biased }: LinearName, fan: readonly [number, number], layout: Layout): Linear {
    return this.#linear(name, biased, fan, layout)
  }

  norm(name: string, width: number, kind: NormPlan): Norm {
    return this.absoluteNorm(this.#prefix + name, width, kind)
  }

  absoluteNorm(name: string, width: number, { biased, weighted = true, ...kind }: NormPlan): Norm {
    if (!weighted) return { ...kind, width, weight: null, bias: null }
    // Checkpoints converted from TensorFlow call them gamma and beta.
    const [weight, bias] = this.has(`${name}.gamma`) ? ['gamma', 'beta'] : ['weight', 'bias']
    const stored = this.absolute(`${name}.${weight}`, [width])
    return {
      ...kind,
      ...(stored.lies?.plusOne && { plusOne: false }),
      width,
      weight: stored,
      bias: (biased ?? kind.kind === 'layer') ? this.absolute(`${name}.${bias}`, [width]) : null,
    }
  }

  /** The linear maps of `count` experts that lie one after the other in one tensor, [count, in, out], biases beside it. */
  stacked({ name, biased }: LinearName, [from, to]: readonly [number, number], count: number): readonly Linear[] {
    const weights = this.#slices(`${name}`, [count, from, to])
    const biases = biased ? this.#slices(`${name}_bias`, [count, to]) : null
    return weights.map((weight, index) => ({ weight, layout: 'in-out', bias: biases ? biases[index]! : null }))
  }

  /** Tensors below `root` that nobody asked for and that are no buffers of the family's. */
  unread(root: string, buffers: readonly RegExp[]): string[] {
    return [...this.#checkpoint.tensors.keys()].filter(
      (name) =>
        name.startsWith(this.#prefix + root) && !this.#read.has(name) && !buffers.some((buffer) => buffer.test(name)),
    )
  }

  /** Modules that hold floating-point tensors which nobody asked for, without `.weight` and `.bias`; sorted. */
  unused(buffers: readonly RegExp[]): string[] {
    const left = [...this.#checkpoint.tensors.values()].filter(
      ({ name, dtype }) => isFloating(dtype) && !this.#read.has(name) && !buffers.some((buffer) => buffer.test(name)),
    )
    return [...new Set(left.map(({ name }) => name.replace(/\.(weight|bias)$/, '')))].sort()
  }

  /** Takes a tensor for read that holds what another one does. */
  known(name: string): void {
    this.#read.add(name)
  }

  #slices(name: string, [count, ...shape]: readonly [number, ...number[]]): StoredTensor[] {
    const whole = this.tensor(name, [count, ...shape])
    const length = whole.length / count
    return Array.from({ length: count }, (_, index) => ({
      ...whole,
      name: `${whole.name}[${index}]`,
      shape,
      offset: whole.offset + index * length,
      length,
    }))
  }

  #linear(name: string, biased: boolean, [from, to]: readonly [number, number], usual: Layout): Linear {
    const { lies } = this.#checkpoint.tensors.get(`${name}.weight`) ?? {}
    const layout = lies?.transposed ? 'out-in' : usual
    const weight = this.absolute(`${name}.weight`, layout === 'in-out' ? [from, to] : [to, from])
    if (!biased && this.has(`${name}.bias`)) {
      throw Fault.input(`The weights hold a bias that ${this.#config} knows nothing of`, {
        file: this.#checkpoint.path,
        place: `tensor ${name}.bias`,
        remedy: `Check that ${this.#config} and the weights belong to the same model.`,
      })
    }
    return { weight, layout, bias: biased ? this.absolute(`${name}.bias`, [to]) : null }
  }
}
