/** A GIF as a player shows it. */
export interface ReadGif {
  readonly head: string
  readonly width: number
  readonly height: number
  /** 0 for ever; null where it is shown once. */
  readonly loops: number | null
  readonly frames: readonly ReadFrame[]
  /** Where its last byte stands. */
  readonly end: number
}

export interface ReadFrame {
  /** In hundredths of a second. */
  readonly delay: number
  readonly width: number
  readonly height: number
  /** Whether some of its pixels are left as they were. */
  readonly transparent: boolean
  /** Red, green and blue of the whole picture, row by row, once the frame is laid over those before. */
  readonly pixels: Uint8Array
}

interface Control {
  readonly delay: number
  /** The index that leaves a pixel as it was; null where none does. */
  readonly clear: number | null
}

/**
 * Reads the GIFs that we write after GIF89a's own text, and without the library that writes them: one palette, and frames as large as
 * the picture that are laid over those before.
 */
export function readGif(bytes: Uint8Array): ReadGif {
  const file = Buffer.from(bytes)
  const [width, height] = [file.readUInt16LE(6), file.readUInt16LE(8)]
  const palette = file.subarray(13, 13 + 3 * 2 ** ((file[10]! & 7) + 1))
  const frames: ReadFrame[] = []
  let shown = new Uint8Array(3 * width * height)
  let loops: number | null = null
  let control: Control = { delay: 0, clear: null }
  let at = 13 + palette.length
  const blocks = () => {
    const parts: Buffer[] = []
    while (file[at]! > 0) {
      parts.push(file.subarray(at + 1, at + 1 + file[at]!))
      at += file[at]! + 1
    }
    at += 1
    return Buffer.concat(parts)
  }
  while (file[at] !== 0x3b) {
    if (file[at] === 0x21) {
      const label = file[at + 1]
      at += 2
      const data = blocks()
      if (label === 0xf9) control = { delay: data.readUInt16LE(1), clear: data[0]! & 1 ? data[3]! : null }
      if (data.toString('latin1', 0, 11) === 'NETSCAPE2.0') loops = data.readUInt16LE(12)
    } else {
      const size = { width: file.readUInt16LE(at + 5), height: file.readUInt16LE(at + 7) }
      const codeSize = file[at + 10]!
      at += 11
      const indices = unpacked(blocks(), codeSize)
      if (indices.length !== width * height) throw new Error(`A frame has ${indices.length} pixels`)
      shown = shown.slice()
      for (const [pixel, index] of indices.entries()) {
        if (index !== control.clear) shown.set(palette.subarray(3 * index, 3 * index + 3), 3 * pixel)
      }
      frames.push({ delay: control.delay, ...size, transparent: control.clear !== null, pixels: shown })
    }
  }
  return { head: file.toString('latin1', 0, 6), width, height, loops, frames, end: at }
}

/** Variable-length-code LZW (GIF89a, appendix F). */
function unpacked(data: Uint8Array, codeSize: number): number[] {
  const [clear, end] = [2 ** codeSize, 2 ** codeSize + 1]
  const fresh = () => Array.from({ length: end + 1 }, (_, code) => (code < clear ? [code] : []))
  const indices: number[] = []
  let table = fresh()
  let size = codeSize + 1
  let before: number[] | null = null
  for (let bit = 0; bit + size <= 8 * data.length; ) {
    let code = 0
    for (let digit = 0; digit < size; digit++, bit++) code |= ((data[bit >> 3]! >> (bit & 7)) & 1) << digit
    if (code === end) break
    if (code === clear) {
      table = fresh()
      size = codeSize + 1
      before = null
      continue
    }
    const entry: number[] | null = table[code] ?? (before && [...before, before[0]!])
    if (!entry) throw new Error('The codes begin with one that stands for nothing')
    for (const index of entry) indices.push(index)
    if (before && table.length < 4096) table.push([...before, entry[0]!])
    if (table.length === 2 ** size && size < 12) size += 1
    before = entry
  }
  return indices
}
