import { createRequire } from 'node:module'

export type FontFamily = 'Inter' | 'Arimo' | 'Tinos' | 'JetBrains Mono'

const files = {
  'Inter 400': 'inter/400Regular/Inter_400Regular.ttf',
  'Inter 600': 'inter/600SemiBold/Inter_600SemiBold.ttf',
  'Inter 700': 'inter/700Bold/Inter_700Bold.ttf',
  'Inter 400 italic': 'inter/400Regular_Italic/Inter_400Regular_Italic.ttf',
  'Arimo 400': 'arimo/400Regular/Arimo_400Regular.ttf',
  'Arimo 600': 'arimo/600SemiBold/Arimo_600SemiBold.ttf',
  'Arimo 700': 'arimo/700Bold/Arimo_700Bold.ttf',
  'Arimo 400 italic': 'arimo/400Regular_Italic/Arimo_400Regular_Italic.ttf',
  'Tinos 400': 'tinos/400Regular/Tinos_400Regular.ttf',
  'Tinos 700': 'tinos/700Bold/Tinos_700Bold.ttf',
  'Tinos 400 italic': 'tinos/400Regular_Italic/Tinos_400Regular_Italic.ttf',
  'JetBrains Mono 400': 'jetbrains-mono/400Regular/JetBrainsMono_400Regular.ttf',
} as const

/** A face that is bundled: everything drawn into a PDF or PNG is drawn with one of these. */
export type FontFace = keyof typeof files

export const fontFaces = Object.keys(files) as FontFace[]

/** The bundled face nearest to what CSS asks for. Slant goes before weight: it carries meaning in a paper. */
export function nearestFace(family: FontFamily, weight: number, italic: boolean): FontFace {
  if (family === 'JetBrains Mono') return 'JetBrains Mono 400'
  if (italic) return `${family} 400 italic`
  // Tinos has no weight between.
  if (family === 'Tinos') return weight < 550 ? 'Tinos 400' : 'Tinos 700'
  return weight < 550 ? `${family} 400` : weight < 650 ? `${family} 600` : `${family} 700`
}

/**
 * The TrueType file of a face. It lies in node_modules beside the program, found by Node's own resolution, which goes up from
 * the sources as well as from out/main.
 */
export function fontFile(face: FontFace): string {
  return createRequire(import.meta.url).resolve(`@expo-google-fonts/${files[face]}`)
}
