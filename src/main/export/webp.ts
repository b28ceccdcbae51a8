import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import encode, { init } from '@jsquash/webp/encode.js'
import { Fault } from '../../shared/fault'
import { dotsFromSvg } from './dots'
import type { Provenance } from './provenance'
import { webpFile } from './webp-container'

/** The format's own limit, in dots along a side. */
const mostDots = 16383

/** Node's own, which TypeScript counts among a browser's. */
const assembly = (globalThis as unknown as { WebAssembly: { compile(bytes: Uint8Array): Promise<never> } }).WebAssembly

let ready: Promise<unknown> | undefined

/** The encoder (libwebp) looks for its WebAssembly by fetch, which a file in node_modules does not answer. */
async function prepare(): Promise<void> {
  const path = createRequire(import.meta.url).resolve('@jsquash/webp/codec/enc/webp_enc_simd.wasm')
  await init(await assembly.compile(await readFile(path)))
}

/** An SVG text as WebP without loss, with its resolution and provenance. Throws an `input` fault when it would be too large. */
export async function webpFromSvg(
  svg: string,
  dpi: number,
  origin: Provenance,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const { width, height, pixels } = await dotsFromSvg(svg, dpi, signal)
  if (Math.max(width, height) > mostDots) {
    throw Fault.input(`WebP holds ${mostDots} dots along a side, and this would have ${Math.max(width, height)}`, {
      remedy: 'Choose fewer dots per inch, or PNG.',
    })
  }
  ready ??= prepare()
  await ready
  const data = new Uint8ClampedArray(pixels)
  const image = { data, width, height, colorSpace: 'srgb' } as Parameters<typeof encode>[0]
  const encoded = await encode(image, { lossless: 1, exact: 1 })
  return webpFile(new Uint8Array(encoded), width, height, dpi, JSON.stringify(origin))
}
