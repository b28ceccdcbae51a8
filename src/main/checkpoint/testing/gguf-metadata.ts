import { readFileSync } from 'node:fs'
import { type GgufMetadata, parseGgufHeader } from '../gguf/header'

/** What a GGUF file says of itself, also one without weights. */
export function ggufMetadata(path: string): GgufMetadata {
  return parseGgufHeader(readFileSync(path), path).metadata
}
