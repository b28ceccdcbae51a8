import { createRequire } from 'node:module'

interface Report {
  readonly issues: { readonly messages: readonly unknown[] }
}

/** What Khronos's own validator says of a binary glTF file. It has no types of its own. */
export function validateGlb(bytes: Uint8Array): Promise<Report> {
  const validator: { validateBytes(bytes: Uint8Array): Promise<Report> } = createRequire(import.meta.url)(
    'gltf-validator',
  )
  return validator.validateBytes(bytes)
}

export interface GltfNode {
  readonly name: string
  readonly translation?: readonly number[]
  readonly rotation?: readonly number[]
  readonly scale?: readonly number[]
  readonly mesh?: number
  readonly children?: readonly number[]
  readonly extras?: Readonly<Record<string, unknown>>
}

export interface GltfJson {
  readonly asset: { readonly generator: string }
  readonly scenes: readonly { readonly name: string; readonly extras: Readonly<Record<string, unknown>> }[]
  readonly nodes: readonly GltfNode[]
  readonly meshes: readonly { readonly name: string }[]
  readonly cameras: readonly { readonly perspective: { readonly yfov: number; readonly aspectRatio: number } }[]
}

/** The JSON of a binary glTF file, as it stands there. */
export function glbJson(bytes: Uint8Array): GltfJson {
  const buffer = Buffer.from(bytes)
  return JSON.parse(buffer.toString('utf8', 20, 20 + buffer.readUInt32LE(12)))
}
