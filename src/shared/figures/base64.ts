const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** RFC 4648; neither Node's nor the browser's own is there for both. */
export function base64(bytes: Uint8Array): string {
  // A string that grows by four letters a million times is slow to read: it is put together from lines.
  const lines: string[] = []
  for (let from = 0; from < bytes.length; from += bytesALine) {
    let line = ''
    const end = Math.min(bytes.length, from + bytesALine)
    for (let at = from; at < end; at += 3) {
      const word = (bytes[at]! << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
      const written = [18, 12, 6, 0].map((shift) => letters[(word >> shift) & 63]).join('')
      line += written.slice(0, Math.min(4, bytes.length - at + 1)).padEnd(4, '=')
    }
    lines.push(line)
  }
  return lines.join('')
}

/** A multiple of three. */
const bytesALine = 3 * 4096
