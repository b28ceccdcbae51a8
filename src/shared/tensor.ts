/** A dense tensor in row-major order. `data.length` equals the product of `shape`. */
export interface FloatTensor {
  readonly type: 'float32'
  readonly shape: readonly number[]
  readonly data: Float32Array
}

export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1)
}

/** A tensor's axes as rows and columns: the first, and all others; a vector is one row. */
export function matrixShape(shape: readonly number[]): [rows: number, columns: number] {
  return shape.length < 2 ? [1, shape[0] ?? 1] : [shape[0]!, elementCount(shape.slice(1))]
}

/** Wraps `data`; throws a RangeError when its length is not the product of `shape`. */
export function floatTensor(data: Float32Array, shape: readonly number[]): FloatTensor {
  if (data.length !== elementCount(shape)) {
    throw new RangeError(`${data.length} values cannot fill a tensor of shape [${shape.join(', ')}]`)
  }
  return { type: 'float32', shape, data }
}

/**
 * The last axis at a given index of the axes before it, as a view onto the tensor's own memory.
 * `row(residual, 0, 4)` of a [batch, pos, d_model] tensor is batch 0, position 4: d_model values.
 */
export function row(tensor: FloatTensor, ...index: number[]): Float32Array {
  const width = tensor.shape.at(-1) ?? 1
  let flat = 0
  for (let axis = 0; axis < tensor.shape.length - 1; axis++) {
    const size = tensor.shape[axis]!
    const at = index[axis] ?? 0
    if (at < 0 || at >= size) throw new RangeError(`Index ${at} is outside axis ${axis} of size ${size}`)
    flat = flat * size + at
  }
  return tensor.data.subarray(flat * width, (flat + 1) * width)
}
