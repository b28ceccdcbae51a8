import { mapEventIterator } from '@orpc/client'
import { isIterator } from './iterators'

/** The other half of src/main/hosts/engine-process/files-on-the-wire.ts: what it wrote becomes a File again. */
export function filesFromTheWire(answer: unknown): unknown {
  if (!isIterator(answer)) return answer
  return mapEventIterator(answer, {
    value: async (value) => fromWire(value),
    error: async (error) => error,
  })
}

function fromWire(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('$file' in value)) return value
  const { name, type, base64 } = value.$file as { name: string; type: string; base64: string }
  const text = atob(base64)
  // A loop and no `from`, which goes through an iterator: a layer's patterns are megabytes.
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at)
  return new File([bytes], name, { type })
}
