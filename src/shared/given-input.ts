import type { GivenInput } from './onnx-info'

/** Numbers with commas or spaces between them, or a safetensors file's path; null for what is neither. */
export function readGivenInput(text: string): GivenInput | null {
  const typed = text.trim()
  if (/\.safetensors$/i.test(typed)) return { file: typed }
  const words = typed.split(/[\s,]+/).filter((word) => word !== '')
  const numbers = words.map(Number)
  if (words.length === 0 || !numbers.every(Number.isFinite)) return null
  return { numbers, shape: null }
}

/** The same as it is typed. */
export function givenInputText(given: GivenInput): string {
  return 'file' in given ? given.file : given.numbers.join(', ')
}

/** What an input takes: `FLOAT [batch, 3]`, or its type alone where no shape is declared. */
export function portText({
  dtype,
  shape,
}: {
  readonly dtype: string
  readonly shape: readonly (number | string)[] | null
}): string {
  return [dtype, ...(shape ? [`[${shape.join(', ')}]`] : [])].join(' ')
}
