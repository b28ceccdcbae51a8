/** Scripts by their names in Unicode (UAX #24), those first that vocabularies have most of. */
const scripts = [
  'Latin',
  'Han',
  'Cyrillic',
  'Arabic',
  'Hangul',
  'Hiragana',
  'Katakana',
  'Devanagari',
  'Greek',
  'Hebrew',
  'Thai',
  'Bengali',
  'Tamil',
  'Telugu',
  'Malayalam',
  'Kannada',
  'Gujarati',
  'Gurmukhi',
  'Oriya',
  'Sinhala',
  'Myanmar',
  'Khmer',
  'Lao',
  'Tibetan',
  'Georgian',
  'Armenian',
  'Ethiopic',
  'Mongolian',
  'Thaana',
  'Syriac',
  'Cherokee',
  'Canadian_Aboriginal',
  'Yi',
  'Tifinagh',
  'Javanese',
  'Bopomofo',
  'Nko',
  'Ol_Chiki',
  'Runic',
  'Gothic',
] as const

const tests = scripts.map((name) => ({ name, test: new RegExp(`\\p{Script=${name}}`, 'u') }))
const letter = /\p{L}/u
const digit = /\p{N}/u
const space = /[\s\p{Zs}]/u

/** Of code points that were met before. */
const known = new Map<string, string>()

/**
 * What a word is written in: the script of most of its letters by Unicode (of equals the first met), else `digit`, else
 * `punctuation` (signs among them), else `space`. `bytes` is a piece of UTF-8 that is no whole character, and `none` no text.
 */
export function scriptOfWord(text: string): string {
  if (/<0x[0-9A-F]{2}>/.test(text)) return 'bytes'
  const counts = new Map<string, number>()
  for (const character of text) {
    const kind = kindOf(character)
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
  }
  const written = [...counts].filter(([kind]) => !(kind in otherKinds))
  if (written.length > 0) return written.reduce((most, one) => (one[1] > most[1] ? one : most))[0]
  return (Object.keys(otherKinds) as (keyof typeof otherKinds)[]).find((kind) => counts.has(kind)) ?? 'none'
}

/** What is no script, what counts more first. */
const otherKinds = { digit: true, punctuation: true, space: true } as const

function kindOf(character: string): string {
  const before = known.get(character)
  if (before !== undefined) return before
  const kind = letter.test(character)
    ? (tests.find(({ test }) => test.test(character))?.name ?? 'other letters').replace('_', ' ')
    : digit.test(character)
      ? 'digit'
      : space.test(character)
        ? 'space'
        : (tests.find(({ test }) => test.test(character))?.name ?? 'punctuation')
  known.set(character, kind)
  return kind
}
