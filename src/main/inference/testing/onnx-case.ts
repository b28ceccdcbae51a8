import { existsSync } from 'node:fs'
import type { FloatTensor } from '../../../shared/tensor'
import type { GivenInputs } from '../given'
import type { Batch } from '../runner'
import { batchOf, type ReferenceCase, readFloats } from './reference'

/** A reference case as one ONNX file takes it and answers, which may be a half of the model. */
export interface OnnxCase {
  readonly name: string
  readonly texts: Batch
  readonly given: GivenInputs
  readonly expected: ReadonlyMap<string, FloatTensor>
}

/** What the reference of a whole model, or of an image or a sound, says for a file of these stacks, inputs and outputs. */
export function onnxCase(
  one: ReferenceCase,
  model: string,
  stacks: readonly string[],
  inputs: readonly string[],
  outputs: Readonly<Record<string, string>>,
): OnnxCase {
  const all = new Map([...one.tensors, ...statesOf(model, one.name)])
  const half = stacks.length === 1 && stacks[0] !== 'blocks' ? stacks[0]! : null
  const expected = new Map<string, FloatTensor>()
  for (const [hook, tensor] of one.tensors) {
    const name = half === 'encoder' ? withoutEncoder(hook) : hook
    const there = half === 'decoder' ? !hook.startsWith('encoder') : half === null || name !== hook
    if (there && !inputs.includes(hook) && hook !== 'last_hidden_state') expected.set(name, tensor)
  }
  for (const [output, hook] of Object.entries(outputs)) if (all.has(hook)) expected.set(output, all.get(hook)!)
  const given = inputs.flatMap((name): [string, FloatTensor][] => {
    const tensor = all.get(name) ?? keptOf(all, name)
    return tensor ? [[name, tensor]] : []
  })
  return {
    name: one.name,
    texts: half === 'decoder' ? { tokenIds: one.decoderTokenIds! } : batchOf(one),
    given: new Map(given.map(([name, { data, shape }]) => [name, { numbers: data, shape }])),
    expected,
  }
}

function statesOf(model: string, name: string): [string, FloatTensor][] {
  const path = `fixtures/onnx/reference/${model}-states.safetensors`
  if (!existsSync(path)) return []
  return [...readFloats(path)].flatMap(([key, tensor]) => {
    const [of, hook] = key.split('/') as [string, string]
    return of === name ? [[hook, tensor] as [string, FloatTensor]] : []
  })
}

/** An encoder alone is one stack: nothing in its graph tells that a decoder follows. */
function withoutEncoder(hook: string): string {
  return hook
    .replace(/^encoder\.(\d)/, 'blocks.$1')
    .replace(/^encoder\./, '')
    .replace(/^encoder_final_ln/, 'ln_final')
}

/** Keys and values of the encoder's states that an earlier step kept: [batch, head, key, d_head]. */
function keptOf(all: ReadonlyMap<string, FloatTensor>, name: string): FloatTensor | null {
  const [, layer, what] = /^past_key_values\.(\d+)\.encoder\.(key|value)$/.exec(name) ?? []
  const tensor = layer && all.get(`decoder.${layer}.cross_attn.hook_${what === 'key' ? 'k' : 'v'}`)
  if (!tensor) return null
  const [batch, rows, heads, width] = tensor.shape as [number, number, number, number]
  const data = new Float32Array(tensor.data.length)
  let to = 0
  for (let text = 0; text < batch; text++)
    for (let head = 0; head < heads; head++)
      for (let row = 0; row < rows; row++) {
        const from = ((text * rows + row) * heads + head) * width
        data.set(tensor.data.subarray(from, from + width), to)
        to += width
      }
  return { type: 'float32', data, shape: [batch, heads, rows, width] }
}
