/** Data of a port as JSON carries it between Node and the page. */
export type Wire = { s: string } | { b: string } | { j: unknown }

export function toWire(data: unknown): Wire {
  if (typeof data === 'string') return { s: data }
  if (data instanceof ArrayBuffer) return { b: Buffer.from(data).toString('base64') }
  if (ArrayBuffer.isView(data)) {
    return { b: Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64') }
  }
  return { j: data }
}

export function fromWire(wire: Wire): unknown {
  if ('s' in wire) return wire.s
  if ('b' in wire) return new Uint8Array(Buffer.from(wire.b, 'base64'))
  return wire.j
}
