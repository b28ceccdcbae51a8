import * as z from 'zod'
import { size } from './config-keys'

/** The keys by which a config gives a window to some of its layers. */
export const windowKeys = {
  sliding_window: size.nullish(),
  layer_types: z.array(z.enum(['full_attention', 'sliding_attention'])).nullish(),
}

interface Windows {
  readonly sliding_window?: number | null | undefined
  readonly layer_types?: readonly string[] | null | undefined
}

/** The window of a layer, where `slides` says which layers have one if the config does not list them. */
export function windowOf(
  { sliding_window, layer_types }: Windows,
  layer: number,
  slides: (layer: number) => boolean,
): number | null {
  const sliding = layer_types ? layer_types[layer] === 'sliding_attention' : slides(layer)
  return sliding ? (sliding_window ?? null) : null
}
