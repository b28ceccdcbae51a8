import type { AboutRow } from '../checkpoint'
import type { GgufMetadata } from './header'
import { shown } from './shown'

/**
 * What `general.file_type` calls the mixture of tensor types that llama.cpp's quantiser chose (`enum llama_ftype` in llama.h, as
 * `LlamaFileType` of the gguf Python package 0.19 has it).
 */
const fileTypes: ReadonlyMap<unknown, string> = new Map([
  ...([
    [0, 'F32'],
    [1, 'F16'],
    [2, 'Q4_0'],
    [3, 'Q4_1'],
    [7, 'Q8_0'],
    [8, 'Q5_0'],
    [9, 'Q5_1'],
  ] as const),
  ...([
    [10, 'Q2_K'],
    [11, 'Q3_K_S'],
    [12, 'Q3_K_M'],
    [13, 'Q3_K_L'],
    [14, 'Q4_K_S'],
    [15, 'Q4_K_M'],
  ] as const),
  ...([
    [16, 'Q5_K_S'],
    [17, 'Q5_K_M'],
    [18, 'Q6_K'],
    [19, 'IQ2_XXS'],
    [20, 'IQ2_XS'],
    [21, 'Q2_K_S'],
  ] as const),
  ...([
    [22, 'IQ3_XS'],
    [23, 'IQ3_XXS'],
    [24, 'IQ1_S'],
    [25, 'IQ4_NL'],
    [26, 'IQ3_S'],
    [27, 'IQ3_M'],
  ] as const),
  ...([
    [28, 'IQ2_S'],
    [29, 'IQ2_M'],
    [30, 'IQ4_XS'],
    [31, 'IQ1_M'],
    [32, 'BF16'],
    [36, 'TQ1_0'],
    [37, 'TQ2_0'],
  ] as const),
  ...([
    [38, 'MXFP4'],
    [39, 'NVFP4'],
    [40, 'Q1_0'],
  ] as const),
])

/** Keys of the specification that tell a person what they have before them, in this order. */
const rows: readonly (readonly [key: string, label: string])[] = [
  ['general.name', 'Title'],
  ['general.author', 'Author'],
  ['general.organization', 'Organization'],
  ['general.base_model.0.name', 'Made from'],
  ['general.license', 'Licence'],
  ['general.quantized_by', 'Quantised by'],
  ['general.url', 'Address'],
  ['general.source.url', 'Source'],
]

/** What a GGUF file says of itself that nothing here is computed from. */
export function aboutGguf(metadata: GgufMetadata): AboutRow[] {
  const type = fileTypes.get(metadata.get('general.file_type'))
  const said = rows.flatMap(([key, label]) => {
    const value = metadata.get(key)
    return typeof value === 'string' && value.trim() !== '' ? [{ label, value: shown(value.trim()) }] : []
  })
  return type === undefined ? said : [...said, { label: 'Quantisation', value: type }]
}
