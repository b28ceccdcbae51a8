import { type } from './theme'

/**
 * How wide a text is in Inter, without a DOM: advance widths in thousandths of the em, from the hmtx table of Inter 4.
 * Kerning is left out, so that a text is found
 * a little too wide (up to 4 % for words, more for capitals such as AVA) and not too narrow.
 */
export type FontWeight = 400 | 600

interface Widths {
  /** U+0020 to U+007E. */
  readonly ascii: readonly number[]
  /** U+00A0 to U+017F. */
  readonly latin: readonly number[]
}

// biome-ignore format: a table reads better in rows
const widths: Record<FontWeight, Widths> = {
  400: {
    ascii: [
      281, 288, 466, 633, 642, 982, 644, 300, 365, 365, 501, 662, 288, 460, 288, 360, 631, 407, 610, 618, 646, 593, 
      620, 566, 619, 620, 288, 302, 662, 662, 662, 511, 966, 690, 654, 730, 722, 601, 590, 746, 743, 269, 571, 672, 
      565, 903, 753, 765, 639, 765, 644, 642, 646, 744, 690, 985, 682, 679, 629, 365, 360, 365, 471, 456, 323, 562, 
      612, 571, 612, 583, 370, 613, 591, 242, 242, 549, 242, 876, 591, 600, 612, 612, 376, 528, 327, 591, 562, 818, 
      546, 562, 552, 426, 333, 426, 662,
    ],
    latin: [
      281, 288, 571, 611, 725, 550, 270, 568, 591, 914, 454, 583, 662, 656, 666, 478, 456, 662, 442, 446, 323, 586, 
      603, 288, 268, 304, 482, 583, 802, 847, 882, 511, 690, 690, 690, 690, 690, 690, 994, 730, 601, 601, 601, 601, 
      269, 269, 269, 269, 735, 753, 765, 765, 765, 765, 765, 662, 765, 744, 744, 744, 744, 679, 636, 616, 562, 562, 
      562, 562, 562, 562, 917, 571, 583, 583, 583, 583, 242, 242, 242, 242, 583, 591, 600, 600, 600, 600, 600, 662, 
      600, 591, 591, 591, 591, 562, 612, 562, 690, 562, 690, 562, 690, 562, 730, 571, 730, 571, 730, 571, 730, 571, 
      722, 710, 735, 612, 601, 583, 601, 583, 601, 583, 601, 583, 601, 583, 746, 613, 746, 613, 746, 613, 746, 613, 
      743, 591, 776, 591, 269, 242, 269, 242, 269, 242, 269, 242, 269, 242, 839, 484, 571, 242, 672, 549, 525, 565, 
      242, 565, 242, 565, 340, 563, 359, 595, 242, 753, 591, 753, 591, 753, 591, 656, 753, 591, 765, 600, 765, 600, 
      765, 600, 1005, 1000, 644, 376, 644, 376, 644, 376, 642, 528, 642, 528, 642, 528, 642, 528, 646, 327, 646, 
      376, 646, 327, 744, 591, 744, 591, 744, 591, 744, 591, 744, 591, 744, 591, 985, 818, 679, 562, 679, 629, 552, 
      629, 552, 629, 552, 314,
    ],
  },
  600: {
    ascii: [
      252, 321, 523, 644, 650, 1004, 663, 326, 373, 373, 540, 673, 319, 465, 319, 379, 660, 423, 623, 636, 666, 
      612, 640, 576, 640, 640, 319, 329, 673, 673, 673, 543, 999, 728, 659, 737, 722, 605, 588, 749, 746, 277, 580, 
      703, 565, 922, 759, 769, 645, 773, 652, 650, 660, 736, 728, 1020, 720, 713, 652, 373, 379, 373, 481, 469, 
      351, 574, 624, 583, 624, 591, 389, 625, 612, 262, 262, 569, 262, 900, 612, 609, 624, 624, 397, 549, 353, 612, 
      587, 839, 569, 588, 566, 455, 359, 455, 673,
    ],
    latin: [
      252, 321, 583, 629, 749, 563, 316, 568, 612, 914, 460, 634, 673, 656, 664, 452, 458, 673, 454, 463, 351, 614, 
      600, 319, 332, 324, 487, 634, 831, 870, 907, 543, 728, 728, 728, 728, 728, 728, 1013, 737, 605, 605, 605, 
      605, 277, 277, 277, 277, 751, 759, 769, 769, 769, 769, 769, 673, 769, 736, 736, 736, 736, 713, 658, 644, 574, 
      574, 574, 574, 574, 574, 913, 583, 591, 591, 591, 591, 262, 262, 262, 262, 594, 612, 609, 609, 609, 609, 609, 
      673, 609, 612, 612, 612, 612, 588, 624, 588, 728, 574, 728, 574, 728, 574, 737, 583, 737, 583, 737, 583, 737, 
      583, 722, 739, 751, 624, 605, 591, 605, 591, 605, 591, 605, 591, 605, 591, 749, 625, 749, 625, 749, 625, 749, 
      625, 746, 612, 797, 612, 277, 262, 277, 262, 277, 262, 277, 262, 277, 262, 856, 523, 580, 262, 703, 569, 566, 
      565, 262, 565, 262, 565, 377, 573, 419, 602, 262, 759, 612, 759, 612, 759, 612, 656, 759, 612, 769, 609, 769, 
      609, 769, 609, 1014, 992, 652, 397, 652, 397, 652, 397, 650, 549, 650, 549, 650, 549, 650, 549, 660, 353, 
      660, 419, 660, 353, 736, 612, 736, 612, 736, 612, 736, 612, 736, 612, 736, 612, 1020, 839, 713, 588, 713, 
      652, 566, 652, 566, 652, 566, 334,
    ],
  },
}

/** Punctuation and signs that figures write: regular, semibold. */
const signs: ReadonlyMap<number, readonly [number, number]> = new Map([
  [0x394, [681, 722]],
  [0x2013, [500, 500]],
  [0x2014, [1000, 1000]],
  [0x2016, [479, 537]],
  [0x2018, [261, 294]],
  [0x2019, [261, 294]],
  [0x201c, [440, 507]],
  [0x201d, [440, 501]],
  [0x2026, [864, 956]],
  [0x2192, [954, 954]],
  [0x2212, [662, 673]],
])

/** Other alphabets run at about this width; ideographs, kana, Hangul and emoji fill the em. */
const otherAlphabet = 620
const fullWidth = 1000

function advance(code: number, weight: FontWeight): number {
  if (code >= 0x20 && code <= 0x7e) return widths[weight].ascii[code - 0x20]!
  if (code >= 0xa0 && code <= 0x17f) return widths[weight].latin[code - 0xa0]!
  const sign = signs.get(code)
  if (sign) return sign[weight === 400 ? 0 : 1]
  if (isMark(code)) return 0
  return isWide(code) ? fullWidth : otherAlphabet
}

function isMark(code: number): boolean {
  return /^\p{M}$/u.test(String.fromCodePoint(code)) || (code >= 0x200b && code <= 0x200f) || code === 0xfeff
}

function isWide(code: number): boolean {
  return (
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    code >= 0x1f000
  )
}

/** Width of one line of text at `size` pixels, in pixels. */
export function textWidth(text: string, size: number, weight: FontWeight = 400): number {
  let thousandths = 0
  for (const character of text) thousandths += advance(character.codePointAt(0)!, weight)
  return (thousandths / 1000) * size
}

/** Sentences in lines no wider than `width`; a word that is wider stands alone. Sizes are in pixels, labels' where none is given. */
export function wrapped(
  sentences: readonly string[],
  width: number,
  size: number = type.label,
  weight: FontWeight = 400,
): string[] {
  const lines: string[] = []
  for (const word of sentences.join(' ').split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && textWidth(`${last} ${word}`, size, weight) <= width) {
      lines[lines.length - 1] = `${last} ${word}`
    } else lines.push(word)
  }
  return lines
}
