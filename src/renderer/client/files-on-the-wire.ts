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
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  return new File([bytes], name, { type })
}
