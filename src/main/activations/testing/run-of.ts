import type { FloatTensor } from '../../../shared/tensor'
import type { RunKey } from '../run-key'

/** A key and tensors that follow from `index` alone, so that another process can say what it should find. */
export function runOf(index: number, taps = 6, values = 60_000): { key: RunKey; tensors: Map<string, FloatTensor> } {
  const tensors = new Map<string, FloatTensor>()
  for (let tap = 0; tap < taps; tap++) {
    const data = new Float32Array(values)
    for (let i = 0; i < values; i++) data[i] = Math.sin(i + index * 0.37 + tap * 0.011)
    tensors.set(`blocks.${tap}.hook_resid_post`, { type: 'float32', shape: [1, values / 4, 4], data })
  }
  return { key: { fingerprint: 'abc', tokenIds: [index, 5, 17], device: 'cpu' }, tensors }
}

/** Whether `back` is what `runOf(index)` made, bit for bit and in full. */
export function isRun(back: ReadonlyMap<string, FloatTensor> | null, index: number): boolean {
  const { tensors } = runOf(index)
  if (back === null || back.size !== tensors.size) return false
  const bytes = ({ data }: FloatTensor) => Buffer.from(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength)
  return [...tensors].every(([tap, tensor]) => {
    const other = back.get(tap)
    return other !== undefined && bytes(other).equals(bytes(tensor))
  })
}
