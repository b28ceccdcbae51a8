import * as z from 'zod'
import type { VocabularyMap, VocabularyWords } from '../../vocabulary-map'
import { count, fixed } from '../numbers'
import { channels, sequential } from '../scales'
import { figureColours } from '../theme'
import type { FigureTheme } from '../trajectory-spec'
import { legible, plainWord, shortened } from '../words'

/** What the words of a map are coloured by. */
export const mapColouring = z.enum(['rank', 'script', 'length', 'norm', 'cluster'])

export type MapColouring = z.infer<typeof mapColouring>

/** What the colours of a map mean: a scale, or classes that each have their own. */
export type MapKey =
  | {
      readonly kind: 'scale'
      readonly title: string
      readonly colour: (share: number) => string
      /** Under its start and its end. */
      readonly ends: readonly [string, string]
    }
  | {
      readonly kind: 'classes'
      readonly title: string
      readonly classes: readonly { readonly name: string; readonly colour: string; readonly words: number }[]
    }

export interface MapColours {
  /** [word, red green blue]. */
  readonly tints: Uint8Array
  readonly key: MapKey
}

/** The paler end of the sequential scale is the paper's own: dots begin where they can be seen. */
const palest = 0.36
/** What lies further out than this share, on either side, has the colour of the scale's end. */
const beyond = 0.01

export function mapColours(
  words: VocabularyWords,
  map: Pick<VocabularyMap, 'clusterOf' | 'clusters'>,
  by: MapColouring,
  theme: FigureTheme,
): MapColours {
  if (by === 'script') {
    const classes = words.scripts.map(({ name, words: many }) => ({ name, words: many }))
    return inClasses('script', words.scriptOf, classes, theme)
  }
  if (by === 'cluster') {
    const classes = map.clusters.map(({ nearest, words: many }) => ({
      name: nearest
        .slice(0, 3)
        .map(({ text }) => shortened(legible(plainWord(text)), 12))
        .join(', '),
      words: many,
    }))
    return inClasses('cluster, by nearest words', map.clusterOf, classes, theme)
  }
  const scale = sequential(theme)
  const colour = (share: number) => scale(palest + (1 - palest) * share)
  if (by === 'rank') {
    const most = Math.max(1, words.ranks.words - 1)
    // The most frequent stand out most.
    const share = (id: number) => (words.ranks.of[id]! < 0 ? Number.NaN : 1 - words.ranks.of[id]! / most)
    const ends = [`rank ${count(most + 1)}`, 'rank 1'] as const
    return {
      tints: shaded(words.texts.length, share, colour, theme),
      key: { kind: 'scale', title: 'frequency rank', colour, ends },
    }
  }
  const values = by === 'length' ? words.lengths : words.norms
  const sorted = values.slice().sort()
  const [low, high] =
    by === 'length'
      ? [1, Math.max(2, quantile(sorted, 1 - beyond / 2))]
      : [quantile(sorted, beyond), quantile(sorted, 1 - beyond)]
  const share = (id: number) => (high > low ? (values[id]! - low) / (high - low) : 0.5)
  const written = (value: number) => (by === 'length' ? count(value) : fixed(value, high < 10 ? 2 : high < 100 ? 1 : 0))
  return {
    tints: shaded(words.texts.length, share, colour, theme),
    key: {
      kind: 'scale',
      title: by === 'length' ? 'characters of the word' : 'length of the row, ‖x‖',
      colour,
      ends: [by === 'length' ? written(low) : `≤ ${written(low)}`, `≥ ${written(high)}`],
    },
  }
}

/** A vocabulary without ranks has no rank to be coloured by. */
export function possibleColouring({ ranks }: VocabularyWords, colouring: MapColouring): MapColouring {
  return colouring === 'rank' && ranks.from === null ? 'script' : colouring
}

const shades = 256

/** A share between 0 and 1 for each word; NaN has the quiet colour of what has no value. */
function shaded(words: number, shareOf: (id: number) => number, colour: (share: number) => string, theme: FigureTheme) {
  const palette = Array.from({ length: shades }, (_, shade) => channels(colour(shade / (shades - 1))))
  const none = channels(figureColours[theme].cloud)
  const tints = new Uint8Array(words * 3)
  for (let id = 0; id < words; id++) {
    const share = shareOf(id)
    const shade = Math.round(Math.min(1, Math.max(0, share)) * (shades - 1))
    paint(tints, id, Number.isNaN(share) ? none : palette[shade]!)
  }
  return tints
}

/** As many classes as there are hues that all eyes tell apart; the rest is grey. */
function inClasses(
  title: string,
  classOf: Uint16Array,
  classes: readonly { readonly name: string; readonly words: number }[],
  theme: FigureTheme,
): MapColours {
  const { contexts: hues, cloud } = figureColours[theme]
  const shown = classes.length > hues.length ? hues.length - 1 : classes.length
  const palette = classes.map((_, index) => channels(index < shown ? hues[index]! : cloud))
  const tints = new Uint8Array(classOf.length * 3)
  const rest = channels(cloud)
  for (let id = 0; id < classOf.length; id++) paint(tints, id, palette[classOf[id]!] ?? rest)
  const others = classes.slice(shown)
  return {
    tints,
    key: {
      kind: 'classes',
      title,
      classes: [
        ...classes.slice(0, shown).map((one, index) => ({ ...one, colour: hues[index]! })),
        ...(others.length > 0
          ? [
              {
                name: `${others.length} others`,
                colour: cloud,
                words: others.reduce((sum, { words }) => sum + words, 0),
              },
            ]
          : []),
      ],
    },
  }
}

/** Number by number: a million words have a colour within a few frames. */
function paint(tints: Uint8Array, id: number, [red, green, blue]: ReturnType<typeof channels>): void {
  tints[id * 3] = red
  tints[id * 3 + 1] = green
  tints[id * 3 + 2] = blue
}

function quantile(sorted: ArrayLike<number>, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.round(share * (sorted.length - 1)))] ?? 0
}
