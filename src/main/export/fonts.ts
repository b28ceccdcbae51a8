import { createRequire } from 'node:module'

export type FontFamily = 'Inter' | 'JetBrains Mono'

const files = {
  'Inter 400': 'inter/400Regular/Inter_400Regular.ttf',
  'Inter 600': 'inter/600SemiBold/Inter_600SemiBold.ttf',
  'Inter 700': 'inter/700Bold/Inter_700Bold.ttf',
  'Inter 400 italic': 'inter/400Regular_Italic/Inter_400Regular_Italic.ttf',
  'JetBrains Mono 400': 'jetbrains-mono/400Regular/JetBrainsMono_400Regular.ttf',
} as const

/** A face that is bundled: everything drawn into a PDF or PNG is drawn with one of these. */
export type FontFace = keyof typeof files

export const fontFaces = Object.keys(files) as FontFace[]

/** The bundled face nearest to what CSS asks for. Slant goes before weight: it carries meaning in a paper. */
export function nearestFace(family: FontFamily, weight: number, italic: boolean): FontFace {
  if (family === 'JetBrains Mono') return 'JetBrains Mono 400'
  if (italic) return 'Inter 400 italic'
  return weight < 550 ? 'Inter 400' : weight < 650 ? 'Inter 600' : 'Inter 700'
}

/**
 * The TrueType file of a face. It lies in node_modules beside the program, found by Node's own resolution, which goes up from
 * the sources as well as from out/main.
 */
export function fontFile(face: FontFace): string {
  return createRequire(import.meta.url).resolve(`@expo-google-fonts/${files[face]}`)
}
