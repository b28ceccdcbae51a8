/** A number in a GGUF file that says how much follows, what it is, or where it lies. */
export interface GgufNumber {
  readonly at: number
  readonly bytes: 4 | 8
}

/** Bytes of each type of value by its number, as the format lists them; texts and arrays say theirs. */
const valueBytes = [1, 1, 2, 2, 4, 4, 4, 1, undefined, undefined, 8, 8, 8] as const
const [textType, arrayType] = [8, 9]

/**
 * Every such number of a well-formed file: version, counts, lengths, types, dimensions, offsets. Walks the file by itself and
 * knows nothing of the reader under test.
 */
export function numbersOf(file: Buffer): { readonly numbers: readonly GgufNumber[]; readonly end: number } {
  const numbers: GgufNumber[] = []
  let at = 4
  const number = (bytes: 4 | 8): number => {
    numbers.push({ at, bytes })
    at += bytes
    return bytes === 4 ? file.readUInt32LE(at - 4) : Number(file.readBigUInt64LE(at - 8))
  }
  const text = () => {
    const length = number(8)
    at += length
  }
  const value = (type: number): void => {
    if (type === textType) text()
    else if (type === arrayType) {
      const of = number(4)
      const length = number(8)
      for (let index = 0; index < length; index++) value(of)
    } else at += valueBytes[type]!
  }
  number(4)
  const tensors = number(8)
  const keys = number(8)
  for (let index = 0; index < keys; index++) {
    text()
    value(number(4))
  }
  for (let index = 0; index < tensors; index++) {
    text()
    const rank = number(4)
    for (let axis = 0; axis < rank; axis++) number(8)
    number(4)
    number(8)
  }
  return { numbers, end: at }
}
