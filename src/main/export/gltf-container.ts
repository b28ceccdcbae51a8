import { provenanceName } from './provenance'

const headerBytes = 12

/** The provenance's JSON out of a binary glTF file's scene, or null where it has none of ours. */
export function provenanceOfGlb(bytes: Buffer): string | null {
  // The first chunk is the JSON (glTF 2.0, 4.4.3): its length, its type, its text.
  const length = bytes.readUInt32LE(headerBytes)
  const text = bytes.toString('utf8', headerBytes + 8, headerBytes + 8 + length)
  const gltf = JSON.parse(text) as { scene?: number; scenes?: { extras?: Record<string, unknown> }[] }
  const own = gltf.scenes?.[gltf.scene ?? 0]?.extras?.[provenanceName]
  return own === undefined ? null : JSON.stringify(own)
}
