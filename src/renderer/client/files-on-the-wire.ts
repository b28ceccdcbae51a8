import { mapEventIterator } from '@orpc/client'
import { inSlices, type Sliced } from '../../shared/slices'
import { isIterator } from './iterators'
import { othersTurn } from './others-turn'

/** The other half of src/main/hosts/engine-process/files-on-the-wire.ts: what it wrote becomes a File again. */
export function filesFromTheWire(answer: unknown): unknown {
  if (!isIterator(answer)) return answer
  return mapEventIterator(answer, {
    value: fromWire,
    error: async (error) => error,
  })
}

async function fromWire(value: unknown): Promise<unknown> {
  if (typeof value !== 'object' || value === null || !('$file' in value)) return value
  const { name, type, base64 } = value.$file as { name: string; type: string; base64: string }
  return new File([await inSlices(bytesOf(base64), othersTurn)], name, { type })
}

/** Characters of a step; four are three bytes. */
const charactersAtOnce = 1 << 18

/** In steps, since a layer's patterns, or all words, are tens of megabytes. */
function* bytesOf(base64: string): Sliced<Uint8Array<ArrayBuffer>> {
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0
  const bytes = new Uint8Array((base64.length / 4) * 3 - padding)
  let next = 0
  for (let from = 0; from < base64.length; from += charactersAtOnce) {
    yield from / base64.length
    const text = atob(base64.slice(from, from + charactersAtOnce))
    for (let at = 0; at < text.length; at++) bytes[next++] = text.charCodeAt(at)
  }
  return bytes
}
