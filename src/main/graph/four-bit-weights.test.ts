import { describe, expect, it } from 'vitest'
import { type Checkpoint, openCheckpoint, type StoredTensor } from '../checkpoint'
import { readArchitecture } from '../families'
import { chooseFourBits } from './four-bit-weights'

/** A model with all its matrices, or those that match, said to be of a type. */
async function chosenIn(path: string, dtype: string, only = /./) {
  const checkpoint = await openCheckpoint(`fixtures/${path}`)
  const tensors = new Map(
    [...checkpoint.tensors].map(([name, tensor]): [string, StoredTensor] => [
      name,
      tensor.shape.length > 1 && only.test(name) ? { ...tensor, dtype } : tensor,
    ]),
  )
  const changed: Checkpoint = { ...checkpoint, tensors }
  const { inFourBits, plain } = chooseFourBits(changed, readArchitecture(changed))
  return {
    names: inFourBits.map(({ name }) => name),
    whys: Object.fromEntries(plain),
  }
}

describe('multiplied in four bits', () => {
  it('are the seven matrices of each of a Llama’s blocks, and not its tables', async () => {
    const { names, whys } = await chosenIn('gguf/llama-tiny-q4_0.gguf', 'Q4_0')
    const layer = (index: number) => names.filter((name) => name.startsWith(`model.layers.${index}.`)).length
    expect([layer(0), layer(1), names.length]).toEqual([7, 7, 14])
    expect(whys).toEqual({ 'outside the blocks': 2 })
  })

  it('are those of even types alone', async () => {
    expect((await chosenIn('gguf/llama-tiny-q4_0.gguf', 'IQ4_NL')).whys).toMatchObject({ 'in IQ4_NL': 14 })
    expect((await chosenIn('gguf/llama-tiny-q4_0.gguf', 'Q6_K', /down_proj/)).whys).toMatchObject({ 'in Q6_K': 2 })
  })

  it('are matrices that llama.cpp’s converter turned over, too', async () => {
    expect((await chosenIn('gguf/gpt2-tiny.gguf', 'Q4_0', /mlp\.c_proj/)).names.length).toBe(3)
    expect((await chosenIn('models/gpt2-tiny', 'Q4_0', /mlp\.c_proj/)).whys).toEqual({ 'in blocks across rows': 3 })
  })

  it('are no experts, whose weights are read when a token is sent to them', async () => {
    const { names, whys } = await chosenIn('gguf/mixtral-tiny.gguf', 'Q4_0')
    expect(names.filter((name) => name.includes('experts'))).toEqual([])
    expect(whys['of experts']).toBeGreaterThan(0)
  })

  it('are none whose rows are no whole blocks', async () => {
    const { whys } = await chosenIn('gguf/gpt2-tiny.gguf', 'Q4_0', /attn\.c_proj/)
    expect(whys).toEqual({ 'in rows of no whole blocks': 3 })
  })

  it('are none of a plain model', async () => {
    const checkpoint = await openCheckpoint('fixtures/models/llama-tiny')
    expect(chooseFourBits(checkpoint, readArchitecture(checkpoint))).toEqual({ inFourBits: [], plain: new Map() })
  })
})
