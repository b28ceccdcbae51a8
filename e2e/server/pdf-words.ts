import { inflateSync } from 'node:zlib'

/**
 * The words of a PDF whose fonts are embedded subsets, a line for each piece of text, in each of its fonts' alphabets: which of
 * them a piece is set in is not followed, so words stand among nonsense. Enough to find a word, for want of a reader.
 */
export function pdfWords(pdf: Uint8Array): string {
  const streams = streamsOf(Buffer.from(pdf))
  const alphabets = streams.filter((text) => text.includes('begincmap')).map(alphabetOf)
  const pieces = streams.flatMap((text) => Array.from(text.matchAll(/\[([^\]]*)\] TJ/g), (match) => match[1]!))
  return pieces
    .flatMap((piece) => {
      const glyphs = Array.from(piece.matchAll(/<([0-9a-f]+)>/gi), (match) => match[1]!.match(/.{4}/g) ?? []).flat()
      return alphabets.map((alphabet) => glyphs.map((glyph) => alphabet[Number.parseInt(glyph, 16)] ?? '').join(''))
    })
    .join('\n')
}

function streamsOf(bytes: Buffer): string[] {
  const streams: string[] = []
  for (let at = bytes.indexOf('stream\n'); at >= 0; at = bytes.indexOf('\nstream\n', at)) {
    const start = bytes.indexOf('stream\n', at) + 'stream\n'.length
    const end = bytes.indexOf('\nendstream', start)
    streams.push(inflateSync(bytes.subarray(start, end)).toString('latin1'))
    at = end
  }
  return streams
}

/** What each glyph stands for, by its number: a ToUnicode map of ranges that count up from 0. */
function alphabetOf(map: string): string[] {
  const ranges = /beginbfrange([\s\S]*?)endbfrange/g
  return Array.from(map.matchAll(ranges), ([, range]) =>
    Array.from(/\[([^\]]*)\]/.exec(range!)![1]!.matchAll(/<([^>]*)>/g), ([, units]) =>
      String.fromCharCode(...(units!.match(/[0-9a-f]{4}/gi) ?? []).map((unit) => Number.parseInt(unit, 16))),
    ),
  ).flat()
}
